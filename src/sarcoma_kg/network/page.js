"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const stage = at("stage"), picture = at("picture"), detail = at("detail");
  const FONT = getComputedStyle(document.body).fontFamily;
  const READABLE = 0.62;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let printing = false, tall = false, chosen = null;

  // a label of several fonts is markup to vis-network, whose parser mangles "<", "&" and "\\" and
  // knows no escape that works: it draws the boxes, and their texts are drawn here as they are
  const ruler = document.createElement("canvas").getContext("2d");
  function written(node) {
    const [head, lines, when] = node.lines, card = data.shades[node.group].form === "card";
    const size = node.focus ? 17 : card ? 15 : 14, body = lines.length ? lines.slice() : [""];
    if (!card && head) body[0] = head + " " + body[0];
    const all = body.map((text) => ({ text, ink: "text", font: size + "px " + FONT, tall: size + 3 }));
    if (card && head) all.unshift({ text: head, ink: "head", font: "bold 13px " + FONT, tall: 16 });
    for (const text of when) all.push({ text, ink: "soft", font: "13px " + FONT, tall: 16 });
    return all;
  }
  for (const node of data.nodes) {
    node.texts = written(node);
    node.tallness = node.texts.reduce((sum, line) => sum + line.tall, 0);
    node.wide = Math.max(node.size[0], ...node.texts.map((line) => { ruler.font = line.font; return ruler.measureText(line.text).width + 14; }));
  }
  function write(pen) {
    if (network.getScale() < 0.27) return;
    const from = network.DOMtoCanvas({ x: 0, y: 0 }), to = network.DOMtoCanvas({ x: picture.clientWidth, y: picture.clientHeight });
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    for (const node of data.nodes) {
      const { x, y } = network.getPosition(node.id), high = node.tallness / 2;
      if (x + node.wide / 2 < from.x || x - node.wide / 2 > to.x || y + high < from.y || y - high > to.y) continue;
      const shade = data.shades[node.group][theme()];
      let top = y - high;
      for (const line of node.texts) {
        pen.font = line.font;
        pen.fillStyle = line.ink === "soft" ? soft() : shade[line.ink];
        pen.fillText(line.text, x, top + line.tall / 2);
        top += line.tall;
      }
    }
  }
  const theme = () => (dark.matches && !printing ? "dark" : "light");
  const soft = () => (theme() === "dark" ? "#a6b0bc" : "#57606a");
  const nodes = new vis.DataSet(), edges = new vis.DataSet();
  const byId = new Map(data.nodes.map((node) => [node.id, node]));

  function themed() {
    const faint = soft(), night = theme() === "dark";
    const paper = night ? "#15191f" : "#ffffff";
    nodes.update(data.nodes.map((node) => {
      const look = data.shades[node.group], shade = look[theme()], card = look.form === "card";
      const place = tall ? { x: node.tall[0], y: node.tall[1] } : { x: node.x, y: node.y };
      return {
        id: node.id, ...place, shape: "box", physics: false,
        label: " ",
        title: tip(node),
        widthConstraint: { minimum: node.wide - 14 }, heightConstraint: { minimum: node.tallness },
        margin: { top: 7, bottom: 7, left: 7, right: 7 },
        borderWidth: node.focus ? 4 : card ? 2 : 1, borderWidthSelected: 4,
        shapeProperties: { borderRadius: card ? 6 : look.form === "pill" ? 14 : 4, borderDashes: look.form === "dashed" ? [5, 4] : false },
        color: { border: shade.border, background: shade.fill, highlight: { border: shade.border, background: shade.fill }, hover: { border: shade.border, background: shade.fill } },
        font: { multi: false },
      };
    }));
    edges.update(data.edges.map((edge, number) => ({
      id: number, from: edge.from, to: edge.to, title: edgeTip(edge),
      label: edge.shown || undefined,
      arrows: { to: { enabled: edge.style !== "thin", scaleFactor: edge.style === "strong" ? 0.8 : 0.45 } },
      width: edge.style === "strong" ? 2.6 : 1.2, dashes: edge.style === "dashed" ? [5, 5] : false,
      color: { color: edge.style === "strong" ? faint : night ? "#59636f" : "#aeb6c0", highlight: faint, hover: faint },
      font: { face: FONT, multi: false, size: 11, color: faint, strokeWidth: 4, strokeColor: paper },
      smooth: data.line || tall ? false : { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.45 },
    })));
  }
  function tip(node) { return data.names[node.group] + ": " + node.label + (node.hover ? "\n" + node.hover : ""); }
  function edgeTip(edge) {
    const ends = byId.get(edge.from).label + " → " + byId.get(edge.to).label;
    return (edge.name ? edge.name + "\n" : "") + ends + (edge.hover ? "\n" + edge.hover : "");
  }

  tall = data.line && stage.clientWidth < 640;
  themed();
  const network = new vis.Network(picture, { nodes, edges }, {
    physics: false,
    layout: { improvedLayout: false },
    interaction: { hover: true, tooltipDelay: 120, keyboard: false, navigationButtons: false, multiselect: false, zoomSpeed: 0.6 },
    edges: { selectionWidth: 1.5 },
  });

  function box() {
    let left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
    for (const node of data.nodes) {
      const drawn = network.getBoundingBox(node.id);
      left = Math.min(left, drawn.left); right = Math.max(right, drawn.right);
      top = Math.min(top, drawn.top); bottom = Math.max(bottom, drawn.bottom);
    }
    if (!tall) for (const head of data.heads) top = Math.min(top, head[1] - 12);
    return { left: left - 18, right: right + 18, top: top - 14, bottom: bottom + 14 };
  }
  function scaleFor(b) {
    return Math.min(picture.clientWidth / (b.right - b.left), picture.clientHeight / (b.bottom - b.top), 1.15);
  }
  function whole() {
    const b = box();
    network.moveTo({ position: { x: (b.left + b.right) / 2, y: (b.top + b.bottom) / 2 }, scale: scaleFor(b), animation: false });
  }
  // a large picture opens where its reading begins, at a size that can be read
  function open() {
    const b = box(), w = picture.clientWidth, h = picture.clientHeight;
    if (scaleFor(b) >= READABLE) return whole();
    const scale = Math.max(READABLE, Math.min(1, w / (b.right - b.left)));
    const focus = data.nodes.find((node) => node.focus);
    const from = focus ? network.getPosition(focus.id) : { x: b.left, y: data.line && !tall ? 0 : b.top };
    // as near to that point as can be, with no empty edge
    const within = (at, low, high, half) => (high - low <= 2 * half ? (low + high) / 2 : Math.min(Math.max(at, low + half), high - half));
    network.moveTo({ position: { x: within(from.x, b.left, b.right, w / 2 / scale), y: within(from.y, b.top, b.bottom, h / 2 / scale) }, scale, animation: false });
  }
  function zoom(factor) { network.moveTo({ scale: Math.min(4, Math.max(0.03, network.getScale() * factor)) }); }

  function show(id) {
    const node = byId.get(id);
    chosen = id;
    network.selectNodes([id]);
    at("detail-kind").textContent = node.lines[0].length > 2 ? node.lines[0] : data.names[node.group];
    at("detail-label").textContent = node.label;
    at("detail-text").textContent = [node.lines[2].join(" "), node.hover].filter(Boolean).join("\n");
    const link = at("detail-link").firstElementChild;
    at("detail-link").hidden = !node.url;
    if (node.url) { link.href = node.url; link.textContent = "Open " + node.url.replace(/^https?:\/\//, ""); }
    else link.removeAttribute("href");
    detail.hidden = false;
    detail.scrollTop = 0;
  }
  function hide() { detail.hidden = true; chosen = null; network.unselectAll(); }
  network.on("click", (event) => { if (event.nodes.length) show(event.nodes[0]); else hide(); });
  network.on("doubleClick", (event) => {
    const node = byId.get(event.nodes[0]);
    if (node && node.url) window.open(node.url, "_blank", "noopener,noreferrer");
  });
  network.on("afterDrawing", (pen) => {
    write(pen);
    if (tall) return;
    pen.fillStyle = getComputedStyle(document.body).getPropertyValue("--soft");
    pen.font = "600 15px " + FONT;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    for (const [x, y, text] of data.heads) pen.fillText(text, x, y);
  });
  network.on("hoverNode", () => { picture.style.cursor = "pointer"; });
  network.on("blurNode", () => { picture.style.cursor = ""; });

  const search = at("search"), found = at("found");
  let hits = [], which = -1;
  function seek() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const rank = (node) => (node.label.toLowerCase().startsWith(words.join(" ")) ? 0 : 1);
    hits = !words.length ? [] : data.nodes.filter((node) => {
      const text = (node.label + " " + node.id + " " + data.names[node.group] + " " + node.hover).toLowerCase();
      return words.every((word) => text.includes(word));
    }).sort((a, b) => rank(a) - rank(b));
    which = -1;
    if (!hits.length) { found.textContent = words.length ? "nothing found" : ""; hide(); return; }
    next(1);
  }
  function next(step) {
    if (!hits.length) return;
    which = (which + step + hits.length) % hits.length;
    found.textContent = (which + 1) + " of " + hits.length;
    show(hits[which].id);
    const place = network.getPosition(hits[which].id);
    network.moveTo({ position: place, scale: Math.max(network.getScale(), 0.8), animation: false });
  }
  search.addEventListener("input", seek);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === "ArrowDown") { event.preventDefault(); next(event.shiftKey ? -1 : 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); next(-1); }
    else if (event.key === "Escape") { search.value = ""; seek(); }
  });
  // with the picture in focus: arrows move along the nodes in reading order
  picture.addEventListener("keydown", (event) => {
    const order = data.nodes, now = order.findIndex((node) => node.id === chosen);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const node = order[(now + step + order.length) % order.length];
      show(node.id);
      network.moveTo({ position: network.getPosition(node.id), animation: false });
    } else if (event.key === "Enter" && chosen !== null && byId.get(chosen).url) {
      window.open(byId.get(chosen).url, "_blank", "noopener,noreferrer");
    } else if (event.key === "Escape") hide();
    else if (event.key === "+") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") whole();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== search) { event.preventDefault(); search.focus(); }
  });
  at("fit").addEventListener("click", whole);
  at("closer").addEventListener("click", () => zoom(1.25));
  at("wider").addEventListener("click", () => zoom(0.8));
  at("close").addEventListener("click", hide);
  dark.addEventListener("change", themed);
  addEventListener("beforeprint", () => { printing = true; document.documentElement.dataset.theme = "light"; themed(); whole(); network.redraw(); });
  addEventListener("afterprint", () => { printing = false; delete document.documentElement.dataset.theme; themed(); });
  let width = stage.clientWidth;
  addEventListener("resize", () => {
    if (stage.clientWidth === width) return;
    width = stage.clientWidth;
    if (width >= 640) at("legend").open = true;
    const narrow = data.line && width < 640;
    if (narrow !== tall) { tall = narrow; themed(); }
    network.setSize("100%", "100%"); network.redraw(); open();
  });
  at("tools").hidden = false;
  at("legend").open = stage.clientWidth >= 640;
  at("hint").hidden = false;
  // vis-network fits its view once at its first drawing: the opening view comes after that
  network.once("afterDrawing", () => setTimeout(() => {
    open();
    document.documentElement.dataset.ready = "yes";
  }, 0));
})();
