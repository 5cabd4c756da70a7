"""`python -m sarcoma_kg` is `sarcoma-kg`."""

from sarcoma_kg.cli import main

if __name__ == "__main__":
    main()
