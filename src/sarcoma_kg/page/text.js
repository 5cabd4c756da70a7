"use strict";
(() => {
  const card = document.getElementById("card");
  const marks = new Map();
  const items = new Map();
  for (const item of document.querySelectorAll("li.f")) items.set(item.dataset.f, item);
  for (const mark of document.querySelectorAll("a.m")) {
    mark.removeAttribute("title"); // the card says it better, and holds links
    for (const name of mark.dataset.f.split(" ")) {
      if (!marks.has(name)) marks.set(name, []);
      marks.get(name).push(mark);
    }
  }
  let lit = [];
  let leaving = 0;
  const light = (names) => {
    for (const element of lit) element.classList.remove("on");
    lit = names.flatMap((name) => [items.get(name), ...(marks.get(name) || [])]).filter(Boolean);
    for (const element of lit) element.classList.add("on");
  };
  const hide = () => {
    card.hidden = true;
    light([]);
  };
  const show = (mark) => {
    clearTimeout(leaving);
    const names = mark.dataset.f.split(" ");
    light(names);
    const list = document.createElement("ol");
    list.style.cssText = "list-style:none;margin:0;padding:0";
    for (const name of names) {
      const copy = items.get(name).cloneNode(true);
      copy.removeAttribute("id");
      copy.classList.remove("on");
      list.append(copy);
    }
    card.replaceChildren(list);
    card.hidden = false;
    const box = mark.getClientRects()[0];
    const width = card.offsetWidth;
    const left = Math.max(10, Math.min(box.left, document.documentElement.clientWidth - width - 10));
    const below = box.bottom + card.offsetHeight + 12 < innerHeight;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(below ? box.bottom + 6 : box.top - card.offsetHeight - 6) + scrollY}px`;
  };
  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(hide, 250);
  };
  document.addEventListener("mouseover", (event) => {
    const mark = event.target.closest("a.m");
    const item = event.target.closest("aside li.f");
    if (mark) show(mark);
    else if (event.target.closest("#card")) clearTimeout(leaving);
    else if (item) {
      card.hidden = true;
      clearTimeout(leaving);
      light([item.dataset.f]);
    } else if (lit.length) leave();
  });
  document.addEventListener("focusin", (event) => {
    const mark = event.target.closest("a.m");
    if (mark) show(mark);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  for (const chip of document.querySelectorAll("#legend li[data-k]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", "true");
    button.title = "Show or hide these facts";
    button.append(...chip.childNodes);
    button.addEventListener("click", () => {
      const off = document.body.classList.toggle(`off-${chip.dataset.k}`);
      button.setAttribute("aria-pressed", String(!off));
    });
    chip.append(button);
  }
  document.documentElement.dataset.ready = "yes";
})();
