"use strict";
(function () {
  const { nodes: drawn, edges: joined, scene } = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const stage = at("stage"), picture = at("picture"), panel = at("panel"), select = at("only");
  const FONT = getComputedStyle(document.body).fontFamily;
  const PAGE = 60, OPENED = 60, LINES = 20, FEW = 6, MOST = 300, NARROW = 700;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const [THINGS, PATIENTS, GROUPS] = [scene.things, scene.patients, scene.groups];
  let printing = false, form = "wide", chosen = null, opened = [];
  const theme = () => (dark.matches && !printing ? "dark" : "light");
  const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name);
  const made = (tag, text, more) => Object.assign(document.createElement(tag), text === undefined ? {} : { textContent: text }, more || {});
  const many = (count, name) => count.toLocaleString("en") + " " + name + (count === 1 ? "" : "s");

  // -- what is counted: patients of the filters, by node and by link of the picture
  const everything = PATIENTS.map(([, , own, tumours]) => [...new Set([...tumours.flat(), ...own])]);
  const hidden = new Set();
  let only = null, least = 1, kept = [], ofNode = new Map(), ofLink = new Map(), rest = new Set();
  // a chosen subtype is taken with what is below it
  const wanted = (thing) => thing === only || (scene.below[only] || []).includes(thing);
  const nodesOf = () => drawn.filter((node) => node.id.startsWith(form));
  const byId = new Map(drawn.map((node) => [node.id, node]));
  function count() {
    kept = PATIENTS.map((_, number) => number).filter((number) => only === null || everything[number].some(wanted));
    const place = new Map();
    for (const node of nodesOf()) for (const thing of node.members) place.set(thing, node);
    ofNode = new Map(nodesOf().map((node) => [node.id, []]));
    ofLink = new Map();
    for (const number of kept) {
      const [, , own, tumours] = PATIENTS[number];
      const mine = new Set(), pairs = new Set();
      for (const tumour of tumours.length ? tumours : [[]]) {
        // of a patient with two tumours, the filter takes the tumour that it names
        if (only !== null && tumours.length > 1 && tumour.some((thing) => THINGS[thing][0] === 0) && !tumour.some(wanted)) continue;
        const here = [...new Set([...tumour, ...own].map((thing) => place.get(thing)).filter(Boolean))];
        for (const node of here) mine.add(node.id);
        for (const one of here) if (one.of === 0) for (const other of here) if (other.of !== 0) pairs.add(one.id + " " + other.id);
      }
      for (const id of mine) ofNode.get(id).push(number);
      for (const pair of pairs) { if (!ofLink.has(pair)) ofLink.set(pair, []); ofLink.get(pair).push(number); }
    }
    const strongest = new Map(), size = (id) => ofNode.get(id).length;
    // a heap of the rare has lines only when it is chosen
    for (const [pair, patients] of ofLink) if (!pair.split(" ").some((id) => byId.get(id).folded)) for (const id of pair.split(" ")) {
      if (!strongest.has(id)) strongest.set(id, []);
      const [one, other] = pair.split(" ");
      strongest.get(id).push([byId.get(id).of === 0 ? patients.length / Math.sqrt(size(one) * size(other)) : patients.length, pair]);
    }
    rest = new Set();
    for (const [id, pairs] of strongest) {
      pairs.sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? -1 : 1));
      for (const [, pair] of ofLink.size <= 60 ? pairs : pairs.slice(0, (byId.get(id).of === 0 ? 2 : 1) + (form === "wide"))) rest.add(pair);
    }
  }
  const seen = (node) => !hidden.has(node.of) && ofNode.get(node.id).length >= least;

  // -- what is drawn
  const nodes = new vis.DataSet(), edges = new vis.DataSet();
  const shade = (node) => scene.shades[node.group];
  const paper = () => ink("card");
  // the area says how many patients of the filters; Python chose the scale
  const radius = (node) => (node.folded || !node.total ? node.size : Math.max(12, node.size * Math.sqrt(ofNode.get(node.id).length / node.total)));
  const all = new Map();
  everything.forEach((things) => things.forEach((thing) => all.set(thing, (all.get(thing) || 0) + 1)));
  function lit() {
    if (chosen === null) return null;
    const found = new Set();
    if (chosen.link) for (const id of chosen.link.split(" ")) found.add(id);
    else if (chosen.patient !== undefined) for (const node of nodesOf()) { if (node.members.some((thing) => everything[chosen.patient].includes(thing))) found.add(node.id); }
    else if (chosen.node) {
      found.add(chosen.node);
      for (const pair of ofLink.keys()) { const ends = pair.split(" "); if (ends.includes(chosen.node)) ends.forEach((id) => found.add(id)); }
    } else if (chosen.thing !== undefined) for (const node of nodesOf()) if (node.members.includes(chosen.thing)) found.add(node.id);
    return found;
  }
  function draw() {
    const night = theme() === "dark", bright = lit(), text = ink("text").trim(), faint = ink("soft").trim();
    nodes.clear();
    edges.clear();
    const shown = nodesOf().filter(seen), ids = new Set(shown.map((node) => node.id));
    nodes.add(shown.map((node) => {
      const dim = bright && !bright.has(node.id), colours = shade(node)[theme()];
      const fill = node.folded ? paper().trim() : night ? colours.border : shade(node).colour;
      const colour = { background: fill, border: node.folded ? colours.border : paper().trim() };
      return {
        id: node.id, x: node.x, y: node.y, shape: "dot", size: radius(node), physics: false,
        label: node.label, title: tip(node), opacity: dim ? 0.22 : 1,
        borderWidth: chosen && chosen.node === node.id ? 4 : node.folded ? 1.5 : 2, borderWidthSelected: 4,
        shapeProperties: { borderDashes: node.folded ? [4, 3] : false },
        color: { ...colour, highlight: { ...colour, border: text }, hover: { ...colour, border: text } },
        font: { face: FONT, multi: false, size: 14, color: dim ? faint + "66" : text, strokeWidth: 4, strokeColor: paper().trim(), vadjust: -2 },
      };
    }));
    // of a chosen disc the lines of most patients: the panel tells all
    const its = new Set([...ofLink].filter(([pair]) => chosen && chosen.node && pair.split(" ").includes(chosen.node)).sort((a, b) => b[1].length - a[1].length).slice(0, LINES).map(([pair]) => pair));
    const most = Math.max(1, ...[...ofLink.values()].map((patients) => patients.length));
    for (const [pair, patients] of ofLink) {
      const [one, other] = pair.split(" ");
      if (!ids.has(one) || !ids.has(other) || patients.length < least) continue;
      const of = chosen && (chosen.link === pair || its.has(pair) || (chosen.patient !== undefined && patients.includes(chosen.patient)));
      if (!of && !rest.has(pair)) continue;
      const dim = bright && !of, colour = shade(byId.get(other))[night ? "dark" : "light"].border;
      edges.add({
        id: pair, from: one, to: other, title: linkName(pair) + "\n" + many(patients.length, "patient"),
        width: Math.max(1, 8 * Math.sqrt(patients.length / Math.max(most, 9))), selectionWidth: 1.5, hoverWidth: 1,
        color: { color: colour, highlight: colour, hover: colour, opacity: dim ? 0.05 : of ? 0.85 : 0.34 },
        label: of || (bright === null && ofLink.size <= 24 && most > 1) ? String(patients.length) : undefined,
        font: { face: FONT, size: 12, color: text, strokeWidth: 4, strokeColor: paper().trim() },
        smooth: { enabled: true, type: "continuous", roundness: 0.35 },
      });
    }
    unfold(text);
  }
  // the cases of a chosen hub node, around its disc
  function unfold(text) {
    opened = [];
    const of = chosen && (chosen.node || chosen.from), node = of && byId.get(of);
    if (!node || !node.id.startsWith(form) || node.of !== 0 || !seen(node)) return;
    const patients = ofNode.get(node.id).slice(0, OPENED), first = radius(node) + 13;
    let ring = 0, left = 0, room = 0;
    patients.forEach((number) => {
      if (!left) { room = Math.floor(2 * Math.PI * (first + ring * 14) / 14); left = room; ring += 1; }
      const turn = 2 * Math.PI * (room - left) / Math.min(room, Math.max(patients.length, 1)) - Math.PI / 2, far = first + (ring - 1) * 14;
      left -= 1;
      const id = "case-" + number;
      opened.push(id);
      const mark = chosen.patient === number;
      nodes.add({
        id, x: node.x + far * Math.cos(turn), y: node.y + far * Math.sin(turn), shape: "dot", size: mark ? 7 : 5, physics: false, label: undefined,
        title: PATIENTS[number][0].join(", ") + "\n" + sayPatient(number), borderWidth: 1.5, borderWidthSelected: 2,
        color: { background: mark ? text : shade(node).colour, border: paper().trim(), highlight: { background: text, border: paper().trim() }, hover: { background: text, border: paper().trim() } },
      });
    });
  }
  function tip(node) {
    const named = GROUPS[node.of][0] + ": " + node.name + "\n" + many(ofNode.get(node.id).length, "patient");
    const inside = node.folded || node.members.length < 2 ? "" : "\nwith " + (node.members.length - 1) + " below it";
    return named + inside;
  }
  const linkName = (pair) => pair.split(" ").map((id) => byId.get(id).name).join(" – ");
  function regions(pen) {
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    for (const region of scene.pictures[form].regions) {
      if (!region.nodes.some((id) => seen(byId.get(id)))) continue;
      const [x, y, w, h] = region.box;
      pen.beginPath();
      pen.roundRect(x + 7, y + 7, w - 14, h - 14, 16);
      pen.fillStyle = theme() === "dark" ? (region.shared ? "#1c222a" : "#1a2028") : region.shared ? "#f1f3f6" : "#f8f6f1";
      pen.fill();
      if (!region.name || only !== null) continue;
      pen.fillStyle = ink("soft");
      pen.font = "italic 600 13px " + FONT;
      pen.fillText(region.name, x + 19, y + 20, w - 38);
    }
  }
  function numbers(pen) {
    const bright = lit();
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    for (const node of nodesOf()) {
      if (!seen(node) || (bright && !bright.has(node.id))) continue;
      const count = ofNode.get(node.id).length.toLocaleString("en"), size = radius(node);
      pen.font = "600 " + Math.max(9, Math.min(20, size * 0.75, size * 2.9 / count.length)) + "px " + FONT;
      pen.fillStyle = node.folded ? ink("text") : theme() === "dark" ? "#10141a" : "#ffffff";
      pen.fillText(count, node.x, node.y + 0.5);
    }
  }

  form = stage.clientWidth < NARROW ? "tall" : "wide";
  count();
  draw();
  const network = new vis.Network(picture, { nodes, edges }, {
    physics: false,
    layout: { improvedLayout: false },
    nodes: { fixed: true },
    interaction: { hover: true, tooltipDelay: 120, keyboard: false, dragNodes: false, multiselect: false, zoomSpeed: 0.6, zoomView: true },
  });
  function whole() {
    const shown = nodesOf().filter(seen), size = scene.pictures[form];
    let box = [0, 0, size.width, size.height];
    if (shown.length && shown.length < nodesOf().length) {
      const within = scene.pictures[form].regions.filter((region) => region.nodes.some((id) => seen(byId.get(id)))).map((region) => region.box);
      box = [Math.min(...within.map((b) => b[0])), Math.min(...within.map((b) => b[1])), Math.max(...within.map((b) => b[0] + b[2])), Math.max(...within.map((b) => b[1] + b[3]))];
    }
    const w = box[2] - box[0] + 8, h = box[3] - box[1] + 8;
    network.moveTo({ position: { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2 }, scale: Math.min(picture.clientWidth / w, picture.clientHeight / h, 1.5), animation: false });
  }
  function fitted() {
    const tall = form === "tall";
    stage.classList.toggle("tall", tall);
    stage.style.height = "";
    if (tall) stage.style.height = Math.round(scene.pictures.tall.height * Math.min(1.2, stage.clientWidth / scene.pictures.tall.width) + 8) + "px";
    network.setSize("100%", "100%");
    network.redraw();
  }
  function zoom(factor) { network.moveTo({ scale: Math.min(5, Math.max(0.05, network.getScale() * factor)) }); }

  // -- the panel
  function sayPatient(number) {
    const [, told, , ] = PATIENTS[number];
    const has = (want) => everything[number].filter((thing) => want(GROUPS[THINGS[thing][0]])).map((thing) => THINGS[thing][1]);
    const order = scene.told.map((name, place) => [name, told[place]]).filter(([, text]) => text);
    const short = order.filter(([name]) => name === "age" || name === "sex").map(([, text]) => text);
    const ends = has(([, kind]) => kind === "follow-up");
    return [has((group) => group === GROUPS[0]).join(", "), ...short, ...ends].filter(Boolean).join(" · ");
  }
  function bar(label, count, most, kind, act) {
    const item = made("li"), button = made("button", undefined, { type: "button", className: "bar k-" + kind });
    button.append(made("span", label), made("b", count.toLocaleString("en")));
    const meter = made("meter");
    meter.max = most; meter.value = count;
    meter.setAttribute("aria-hidden", "true");
    button.append(meter);
    button.addEventListener("click", act);
    item.append(button);
    return item;
  }
  function listed(patients, page = PAGE) {
    const list = made("ul");
    for (const number of patients.slice(0, page)) list.append(patientItem(number));
    panel.append(list);
    if (patients.length > page) {
      const more = made("button", "Show " + Math.min(PAGE, patients.length - page) + " more of " + patients.length.toLocaleString("en"), { type: "button", className: "more" });
      more.addEventListener("click", () => { list.remove(); more.remove(); listed(patients, page + PAGE); });
      panel.append(more);
    }
  }
  function patientItem(number) {
    const [cases, , , , urls, course] = PATIENTS[number];
    const item = made("li", undefined, { className: "patient" });
    const name = made("button", cases.join(", "), { type: "button", className: "name" });
    name.addEventListener("click", () => choose({ patient: number, from: chosen && (chosen.node || chosen.from), before: chosen }));
    item.append(name, made("p", sayPatient(number) || "nothing more is told"));
    const link = made("a", course ? "Course" : "In the table", { href: "#patient-" + number });
    link.addEventListener("click", (event) => { event.preventDefault(); toRow(number); });
    item.append(link);
    for (const url of urls) item.append(made("a", "Paper", { href: url, target: "_blank", rel: "noopener noreferrer" }));
    return item;
  }
  function toRow(number) {
    at("all-patients").open = true;
    const row = at("patient-" + number);
    document.querySelectorAll("tr.shown").forEach((other) => other.classList.remove("shown"));
    row.classList.add("shown");
    const course = row.querySelector("details");
    if (course) course.open = true;
    row.scrollIntoView({ block: "center" });
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
  }
  // a list of bars: the first of them, and a button for the others
  function bars(items, most = FEW, whole = items.length) {
    const list = made("ul");
    list.append(...items.slice(0, most));
    panel.append(list);
    if (items.length <= most) return;
    const more = made("button", (items.length < whole ? "First " + items.length + " of " : "All ") + whole.toLocaleString("en"), { type: "button", className: "more" });
    more.addEventListener("click", () => { more.remove(); list.append(...items.slice(most)); });
    panel.append(more);
  }
  function back(to) {
    const button = made("button", to ? "Back" : "Close", { type: "button", className: "back", id: "back" });
    button.addEventListener("click", () => choose(to || null));
    return button;
  }
  function overview() {
    panel.append(made("h2", only === null ? "All patients" : select.selectedOptions[0].textContent.replace(/ \([\d,]+\)$/, "")), made("p", many(kept.length, "patient") + (kept.length < PATIENTS.length ? " of " + PATIENTS.length.toLocaleString("en") : "")));
    const counts = new Map();
    for (const number of kept) for (const thing of everything[number]) counts.set(thing, (counts.get(thing) || 0) + 1);
    GROUPS.forEach(([group, kind], place) => {
      if (hidden.has(place)) return;
      const top = [...counts].filter(([thing, n]) => THINGS[thing][0] === place && n >= least).sort((a, b) => b[1] - a[1] || (THINGS[a[0]][1] < THINGS[b[0]][1] ? -1 : 1));
      if (!top.length) return;
      panel.append(made("h3", group));
      bars(top.slice(0, MOST).map(([thing, n]) => bar(THINGS[thing][1], n, kept.length, kind, () => choose(ofThing(thing)))), 5, top.length);
    });
  }
  // a thing that is folded away is chosen all the same
  function ofThing(thing) {
    const node = nodesOf().find((one) => !one.folded && one.members.length === 1 && one.members[0] === thing);
    return node ? { node: node.id } : { thing };
  }
  function told() {
    panel.replaceChildren();
    panel.scrollTop = 0;
    if (chosen === null) return overview();
    panel.append(back(chosen.before));
    if (chosen.patient !== undefined) return patientPanel(chosen.patient);
    if (chosen.link) {
      panel.append(made("h2", linkName(chosen.link)), made("p", many(ofLink.get(chosen.link).length, "patient") + " with both"));
      return listed(ofLink.get(chosen.link));
    }
    const node = chosen.node && byId.get(chosen.node);
    const members = node ? node.members : [chosen.thing];
    const patients = node ? ofNode.get(node.id) : kept.filter((number) => everything[number].includes(chosen.thing));
    const [group, name, curie, url] = node && (node.folded || node.members.length > 1) ? [node.of, node.name, "", ""] : THINGS[members[0]];
    panel.append(made("h2", name), made("p", [GROUPS[group][0], curie, many(patients.length, "patient")].filter(Boolean).join(" · ")));
    if (url) panel.append(made("a", "Open " + curie, { href: url, target: "_blank", rel: "noopener noreferrer" }));
    if (node && members.length > 1) {
      panel.append(made("h3", node.folded ? "folded here" : "with what is below it"));
      const counts = members.map((thing) => [thing, patients.filter((number) => everything[number].includes(thing)).length]).filter(([, n]) => n).sort((a, b) => b[1] - a[1]);
      bars(counts.slice(0, MOST).map(([thing, n]) => bar(THINGS[thing][1], n, patients.length, GROUPS[group][1], () => choose({ thing, before: chosen }))), FEW, counts.length);
    }
    const ends = node && [...ofLink].filter(([pair]) => pair.split(" ").includes(node.id)).map(([pair, both]) => [pair, both.length, byId.get(pair.split(" ").find((id) => id !== node.id))]).filter(([, , other]) => seen(other)).sort((a, b) => b[1] - a[1]);
    if (ends && ends.length) {
      panel.append(made("h3", "together with"));
      bars(ends.map(([pair, n, other]) => bar(other.name, n, patients.length, GROUPS[other.of][1], () => choose({ link: pair, before: chosen }))), 8);
    }
    panel.append(made("h3", "patients"));
    listed(patients);
  }
  function patientPanel(number) {
    const [cases, texts, own, tumours, urls, course] = PATIENTS[number];
    panel.append(made("h2", cases.join(", ")), made("p", sayPatient(number)));
    const link = made("a", course ? "Course" : "In the table", { href: "#patient-" + number });
    link.addEventListener("click", (event) => { event.preventDefault(); toRow(number); });
    panel.append(link);
    for (const url of urls) panel.append(made("a", "Paper", { href: url, target: "_blank", rel: "noopener noreferrer" }));
    if (!course) { panel.append(made("p", "The course as a picture:"), made("code", "sarcoma-kg view case " + cases[0])); }
    for (const [part, things] of [...tumours.map((each) => ["tumour", each]), ["patient", own]]) {
      if (!things.length && part === "tumour") continue;
      if (tumours.length > 1 && part === "tumour") panel.append(made("h3", "tumour"));
      GROUPS.forEach(([group, kind], place) => {
        const mine = things.filter((thing) => THINGS[thing][0] === place);
        if (!mine.length) return;
        panel.append(made("h3", group));
        const list = made("ul");
        for (const thing of mine) list.append(bar(THINGS[thing][1], all.get(thing), PATIENTS.length, kind, () => choose({ ...ofThing(thing), before: chosen })));
        panel.append(list);
      });
    }
    scene.told.forEach((name, place) => { if (texts[place]) panel.append(made("h3", name), made("p", texts[place])); });
  }
  function choose(what) {
    chosen = what;
    panel.classList.toggle("sheet", what !== null);
    draw();
    network.unselectAll();
    told();
  }
  network.on("click", (event) => {
    const id = event.nodes[0], pair = event.edges[0];
    if (id && id.startsWith("case-")) choose({ patient: Number(id.slice(5)), from: chosen.node || chosen.from, before: chosen.patient === undefined ? chosen : chosen.before });
    else if (id) choose({ node: id });
    else if (pair) choose({ link: pair });
    else if (chosen) choose(null);
  });
  network.on("beforeDrawing", regions);
  network.on("afterDrawing", numbers);
  for (const kind of ["Node", "Edge"]) {
    network.on("hover" + kind, () => { picture.style.cursor = "pointer"; });
    network.on("blur" + kind, () => { picture.style.cursor = ""; });
  }

  // -- filters
  const search = at("search"), found = at("found"), limit = at("least");
  const hubs = THINGS.map((thing, number) => [number, thing]).filter(([, thing]) => thing[0] === 0).sort((a, b) => all.get(b[0]) - all.get(a[0]) || (a[1][1] < b[1][1] ? -1 : 1));
  for (const [number, thing] of hubs) {
    const below = scene.below[number] || [], mine = everything.filter((things) => things.some((each) => each === number || below.includes(each))).length;
    select.append(made("option", thing[1] + (below.length ? " and below" : "") + " (" + mine.toLocaleString("en") + ")", { value: String(number) }));
  }
  THINGS.forEach((thing) => at("names").append(made("option", undefined, { value: thing[1] })));
  function filtered() {
    only = select.value === "" ? null : Number(select.value);
    least = Math.max(1, Math.floor(Number(limit.value)) || 1);
    count();
    choose(null);
    const shown = nodesOf().filter(seen).length;
    found.textContent = shown < nodesOf().length ? shown + " of " + nodesOf().length + " discs" : "";
    network.redraw();
  }
  select.addEventListener("change", filtered);
  limit.addEventListener("input", filtered);
  document.querySelectorAll("#kinds button").forEach((button) => button.addEventListener("click", () => {
    const group = Number(button.dataset.group), on = hidden.has(group);
    if (on) hidden.delete(group); else hidden.add(group);
    button.setAttribute("aria-pressed", String(on));
    filtered();
  }));
  function seek() {
    const want = search.value.trim().toLowerCase();
    if (!want) { found.textContent = ""; return choose(null); }
    const rank = (text) => (text === want ? 0 : text.startsWith(want) ? 1 : text.includes(want) ? 2 : 9);
    const best = THINGS.map((thing, number) => [Math.min(rank(thing[1].toLowerCase()), rank(thing[2].toLowerCase())), -(all.get(number) || 0), number]).sort((a, b) => a[0] - b[0] || a[1] - b[1])[0];
    if (best && best[0] < 9) { found.textContent = ""; return choose(ofThing(best[2])); }
    const patient = PATIENTS.findIndex(([cases]) => cases.some((name) => name.toLowerCase().includes(want)));
    found.textContent = patient < 0 ? "nothing found" : "";
    choose(patient < 0 ? null : { patient });
  }
  search.addEventListener("input", seek);
  search.addEventListener("keydown", (event) => { if (event.key === "Escape") { search.value = ""; seek(); } });
  picture.addEventListener("keydown", (event) => {
    const order = nodesOf().filter(seen), now = order.findIndex((node) => chosen && node.id === chosen.node);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step && order.length) { event.preventDefault(); choose({ node: order[(now + step + order.length) % order.length].id }); }
    else if (event.key === "Escape") choose(null);
    else if (event.key === "Enter" && chosen) { event.preventDefault(); const first = panel.querySelector("button:not(.back),a"); if (first) first.focus(); }
    else if (event.key === "+") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") whole();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|SELECT)$/.test(document.activeElement.tagName)) { event.preventDefault(); search.focus(); }
  });
  at("fit").addEventListener("click", whole);
  at("closer").addEventListener("click", () => zoom(1.25));
  at("wider").addEventListener("click", () => zoom(0.8));
  dark.addEventListener("change", draw);
  addEventListener("beforeprint", () => { printing = true; document.documentElement.dataset.theme = "light"; draw(); whole(); network.redraw(); });
  addEventListener("afterprint", () => { printing = false; delete document.documentElement.dataset.theme; draw(); });
  addEventListener("resize", () => {
    const now = stage.clientWidth < NARROW ? "tall" : "wide";
    if (now !== form) { form = now; filtered(); }
    fitted();
    whole();
  });
  for (const id of ["tools", "kinds", "hint"]) at(id).hidden = false;
  told();
  // what is drawn, as data: for tests, and for whoever opens the console
  window.landscape = { nodes: () => nodesOf().filter(seen).map((node) => ({ id: node.id, name: node.name, group: GROUPS[node.of][0], patients: ofNode.get(node.id).length, at: network.canvasToDOM({ x: node.x, y: node.y }) })), links: () => [...ofLink].map(([pair, patients]) => [...pair.split(" ").map((id) => byId.get(id).name), patients.length]), drawn: () => edges.getIds(), cases: () => opened.slice() };
  // vis-network fits its view once at its first drawing: the opening view comes after that
  network.once("afterDrawing", () => setTimeout(() => {
    fitted();
    whole();
    document.documentElement.dataset.ready = "yes";
  }, 0));
})();
