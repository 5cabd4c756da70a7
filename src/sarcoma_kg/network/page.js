"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const stage = at("stage"), picture = at("picture"), detail = at("detail");
  const FONT = getComputedStyle(document.body).fontFamily;
  const READABLE = 0.62, LEGIBLE = 0.72;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let printing = false, tall = false, chosen = null;

  // a label of several fonts is markup to vis-network, whose parser mangles "<", "&" and "\\" and
  // knows no escape that works: it draws the boxes, and their texts are drawn here as they are
  const ruler = document.createElement("canvas").getContext("2d");
  const form = (thing) => (tall ? thing.tall : thing.wide);
  function written(node) {
    const [head, lines, when] = form(node).lines, card = node.card;
    const size = node.focus ? 17 : card ? 15 : 14, body = lines.length ? lines.slice() : [""];
    if (!card && head) body[0] = head + " " + body[0];
    const all = body.map((text) => ({ text, ink: "text", font: size + "px " + FONT, tall: size + 3 }));
    if (card && head) all.unshift({ text: head, ink: "head", font: "bold 13px " + FONT, tall: 16 });
    for (const text of when) all.push({ text, ink: "soft", font: "13px " + FONT, tall: 16 });
    return all;
  }
  function measured() {
    for (const node of data.nodes) {
      node.texts = written(node);
      node.tallness = node.texts.reduce((sum, line) => sum + line.tall, 0);
      const most = data.line ? form(node).size[0] - 14 : 1e9;
      for (const line of node.texts) {
        ruler.font = line.font;
        line.wide = Math.min(most, ruler.measureText(line.text).width);
      }
      node.across = Math.max(form(node).size[0], ...node.texts.map((line) => line.wide + 14));
    }
  }
  function write(pen) {
    if (network.getScale() < 0.27) return;
    const from = network.DOMtoCanvas({ x: 0, y: 0 }), to = network.DOMtoCanvas({ x: picture.clientWidth, y: picture.clientHeight });
    pen.textAlign = data.line ? "left" : "center";
    pen.textBaseline = "middle";
    for (const node of data.nodes) {
      const { x, y } = network.getPosition(node.id), high = node.tallness / 2;
      if (x + node.across / 2 < from.x || x - node.across / 2 > to.x || y + high < from.y || y - high > to.y) continue;
      const shade = data.shades[node.group][theme()];
      let top = y - high;
      for (const line of node.texts) {
        pen.font = line.font;
        pen.fillStyle = line.ink === "soft" ? soft() : shade[line.ink];
        if (data.line) pen.fillText(line.text, x - node.across / 2 + 9, top + line.tall / 2, node.across - 16);
        else pen.fillText(line.text, x, top + line.tall / 2);
        top += line.tall;
      }
    }
  }
  // the colours of tumours at the left edge of a card, its tags on its upper edge
  function label(pen) {
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    for (const node of data.nodes) {
      const { x, y } = network.getPosition(node.id), high = node.tallness / 2 + 7, shade = data.shades[node.group][theme()];
      const part = (2 * high - 2) / (node.tones.length || 1);
      node.tones.forEach((tone, at) => {
        pen.fillStyle = tone;
        pen.fillRect(x - node.across / 2 - 3, y - high + 1 + at * part, 6, part);
      });
      let right = x + node.across / 2 - 6;
      for (const tag of node.tags.slice().reverse()) {
        const tone = /^T\d+$/.test(tag) ? node.tones[node.tags.filter((each) => /^T\d+$/.test(each)).indexOf(tag)] : "";
        pen.font = "bold 11px " + FONT;
        const wide = pen.measureText(tag).width + 10;
        pen.fillStyle = tone || shade.border;
        pen.beginPath();
        pen.roundRect(right - wide, y - high - 12, wide, 16, 8);
        pen.fill();
        pen.fillStyle = tone ? "#ffffff" : paper();
        pen.fillText(tag, right - wide / 2, y - high - 3.5);
        right -= wide + 4;
      }
    }
  }
  // the edges of a course run in the gutters between its cards, along corners that are given
  function trace(pen) {
    for (const edge of data.edges) {
      const points = form(edge);
      if (points.length < 2) continue;
      const owner = data.shades[byId.get(edge.from).group][theme()].border;
      const answer = edge.way === "below" || edge.way === "back";
      pen.strokeStyle = pen.fillStyle = answer ? owner : edge.style === "strong" ? soft() : theme() === "dark" ? "#7a8592" : "#9aa3ae";
      pen.lineWidth = answer ? 2 : edge.style === "strong" ? 2.6 : 1.4;
      pen.setLineDash(edge.style === "dashed" ? [5, 5] : []);
      pen.beginPath();
      pen.moveTo(...points[0]);
      for (let at = 1; at < points.length - 1; at++) {
        const near = Math.min(reach(points[at - 1], points[at]), reach(points[at], points[at + 1])) / 2;
        pen.arcTo(...points[at], ...points[at + 1], Math.min(8, near));
      }
      pen.lineTo(...points[points.length - 1]);
      pen.stroke();
      pen.setLineDash([]);
      const last = points[points.length - 1], before = points[points.length - 2];
      if (edge.way === "same" && points.length === 2) {
        pen.font = "bold 17px " + FONT;
        pen.textAlign = "center";
        pen.textBaseline = "middle";
        pen.lineWidth = 7;
        pen.strokeStyle = paper();
        const middle = [(last[0] + before[0]) / 2, (last[1] + before[1]) / 2];
        pen.strokeText("=", ...middle);
        pen.fillText("=", ...middle);
      } else if (answer || edge.way === "then" || edge.way === "start") point(pen, before, last, answer ? 7 : 10);
    }
  }
  const reach = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
  function point(pen, from, to, size) {
    const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
    pen.beginPath();
    pen.moveTo(...to);
    for (const turn of [-0.42, 0.42]) pen.lineTo(to[0] - size * Math.cos(angle + turn), to[1] - size * Math.sin(angle + turn));
    pen.closePath();
    pen.fill();
  }
  const theme = () => (dark.matches && !printing ? "dark" : "light");
  const paper = () => (theme() === "dark" ? "#15191f" : "#ffffff");
  const soft = () => (theme() === "dark" ? "#a6b0bc" : "#57606a");
  const most = Math.max(1, ...data.edges.map((edge) => edge.count));
  // several edges between the same two nodes, whichever way, are bent apart
  const beside = new Map();
  for (const edge of data.edges) {
    const pair = JSON.stringify([edge.from, edge.to].sort());
    if (!beside.has(pair)) beside.set(pair, []);
    beside.get(pair).push(edge);
  }
  function bend(edge) {
    const all = beside.get(JSON.stringify([edge.from, edge.to].sort()));
    if (all.length < 2) return { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.45 };
    const way = all[0].from === edge.from ? 1 : -1, turn = (all.indexOf(edge) - (all.length - 1) / 2) * way;
    return { enabled: true, type: turn < 0 ? "curvedCCW" : "curvedCW", roundness: Math.min(0.75, Math.abs(turn) * 0.36) };
  }
  const nodes = new vis.DataSet(), edges = new vis.DataSet();
  const byId = new Map(data.nodes.map((node) => [node.id, node]));

  function themed() {
    const faint = soft(), night = theme() === "dark";
    measured();
    nodes.update(data.nodes.map((node) => {
      const look = data.shades[node.group], shade = look[theme()], card = look.form === "card";
      const [x, y] = form(node).at, fill = node.doubt ? paper() : shade.fill;
      return {
        id: node.id, x, y, shape: "box", physics: false,
        label: " ",
        title: tip(node),
        widthConstraint: { minimum: node.across - 14 }, heightConstraint: { minimum: node.tallness },
        margin: { top: 7, bottom: 7, left: 7, right: 7 },
        borderWidth: node.focus ? 4 : card ? 2 : 1, borderWidthSelected: 4,
        shapeProperties: { borderRadius: card ? 6 : look.form === "pill" ? 14 : 4, borderDashes: look.form === "dashed" ? [5, 4] : node.doubt ? [2, 3] : false },
        color: { border: shade.border, background: fill, highlight: { border: shade.border, background: fill }, hover: { border: shade.border, background: fill } },
        font: { multi: false },
      };
    }));
    if (!data.line) edges.update(data.edges.map((edge, number) => ({
      id: number, from: edge.from, to: edge.to, title: edgeTip(edge),
      label: edge.shown || undefined,
      arrows: { to: { enabled: edge.style !== "thin" && !edge.count, scaleFactor: edge.style === "strong" ? 0.8 : 0.45 } },
      width: edge.count ? Math.max(1.2, 11 * Math.sqrt(edge.count / Math.max(most, 12))) : edge.style === "strong" ? 2.6 : 1.2, dashes: edge.style === "dashed" ? [5, 5] : false,
      color: { color: edge.style === "strong" ? faint : night ? "#59636f" : "#aeb6c0", highlight: faint, hover: faint },
      font: { face: FONT, multi: false, size: edge.count ? 14 : 11, color: faint, strokeWidth: 4, strokeColor: paper() },
      smooth: bend(edge),
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
    for (const head of data.heads) top = Math.min(top, head[1] - 12);
    if (data.line) for (const edge of data.edges) for (const [x, y] of form(edge)) {
      left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
    }
    return { left: left - 18, right: right + 18, top: top - 14, bottom: bottom + 14 };
  }
  function scaleFor(b) {
    return Math.min(picture.clientWidth / (b.right - b.left), picture.clientHeight / (b.bottom - b.top), 1.15);
  }
  function whole() {
    const b = box();
    network.moveTo({ position: { x: (b.left + b.right) / 2, y: (b.top + b.bottom) / 2 }, scale: scaleFor(b), animation: false });
  }
  // a course is as high as it needs to be seen whole at a size that can be read
  function fitted() {
    stage.classList.toggle("tall", tall);
    if (!data.line) return;
    stage.style.height = "";
    const b = box(), high = b.bottom - b.top, scale = Math.min(stage.clientWidth / (b.right - b.left), 1.15);
    stage.style.height = Math.round(Math.min(high * scale, Math.max(stage.clientHeight, high * LEGIBLE))) + "px";
    network.setSize("100%", "100%");
    network.redraw();
  }
  // a large picture opens where its reading begins, at a size that can be read
  function open() {
    const b = box(), w = picture.clientWidth, h = picture.clientHeight;
    if (data.line || scaleFor(b) >= READABLE) return whole();
    const scale = Math.max(READABLE, Math.min(1, w / (b.right - b.left)));
    const focus = data.nodes.find((node) => node.focus);
    const from = focus ? network.getPosition(focus.id) : { x: b.left, y: b.top };
    // as near to that point as can be, with no empty edge
    const within = (at, low, high, half) => (high - low <= 2 * half ? (low + high) / 2 : Math.min(Math.max(at, low + half), high - half));
    network.moveTo({ position: { x: within(from.x, b.left, b.right, w / 2 / scale), y: within(from.y, b.top, b.bottom, h / 2 / scale) }, scale, animation: false });
  }
  function zoom(factor) { network.moveTo({ scale: Math.min(4, Math.max(0.03, network.getScale() * factor)) }); }

  function show(id) {
    const node = byId.get(id);
    chosen = id;
    network.selectNodes([id]);
    at("detail-kind").textContent = [node.wide.lines[0].length > 2 ? node.wide.lines[0] : node.head, ...node.tags].join(", ");
    at("detail-label").textContent = node.label;
    at("detail-text").textContent = [node.when, node.hover].filter(Boolean).join("\n");
    at("detail-links").replaceChildren(...node.links.map(([name, url]) => {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = url;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      link.textContent = "Open " + name;
      item.append(link);
      return item;
    }));
    detail.hidden = false;
    detail.scrollTop = 0;
  }
  function hide() { detail.hidden = true; chosen = null; network.unselectAll(); }
  network.on("click", (event) => { if (event.nodes.length) show(event.nodes[0]); else hide(); });
  network.on("doubleClick", (event) => {
    const node = byId.get(event.nodes[0]);
    if (node && node.links.length) window.open(node.links[0][1], "_blank", "noopener,noreferrer");
  });
  if (data.line) network.on("beforeDrawing", trace);
  network.on("afterDrawing", (pen) => {
    write(pen);
    label(pen);
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
    } else if (event.key === "Enter" && chosen !== null && byId.get(chosen).links.length) {
      window.open(byId.get(chosen).links[0][1], "_blank", "noopener,noreferrer");
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
    network.setSize("100%", "100%"); network.redraw(); fitted(); open();
  });
  at("tools").hidden = false;
  at("legend").open = stage.clientWidth >= 640;
  at("hint").hidden = false;
  // vis-network fits its view once at its first drawing: the opening view comes after that
  network.once("afterDrawing", () => setTimeout(() => {
    fitted();
    open();
    document.documentElement.dataset.ready = "yes";
  }, 0));
})();
