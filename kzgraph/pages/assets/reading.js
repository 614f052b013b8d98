// A resolution: which versions are shown, and the notes that tell where each mark comes from.
"use strict";
(() => {
  const grid = document.querySelector(".versions");
  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };

  const name = (key) => `units/${grid.dataset.work}/${key}`;

  // ---------------------------------------------------------------- versions

  const form = document.querySelector(".picker");
  const MOST = 4;

  const load = (key) => new Promise((done, failed) => {
    if (window.kzgraph?.[name(key)]) { done(); return; }
    const script = make("script", { src: `version/${key}/units.js` });
    script.onload = () => done();
    script.onerror = () => failed(new Error(key));
    document.head.append(script);
  });

  const cell = (key, unit) => {
    const version = window.kzgraph[name(key)];
    const node = make("div", { class: "cell", "data-version": key });
    node.append(make("p", { class: "tongue", lang: version.language }, version.name));
    const words = version.cells[unit];
    if (words === undefined) {
      node.append(make("p", { class: "lacking" }, "This version has no such unit."));
    } else {
      const text = make("p", { class: "words", lang: version.language, dir: "auto" });
      text.innerHTML = words; // escaped when the site was made
      node.append(text);
    }
    return node;
  };

  const show = (keys) => {
    closeNote();
    for (const row of grid.querySelectorAll(".cells")) {
      const there = new Map([...row.children].map((node) => [node.dataset.version, node]));
      row.replaceChildren(...keys.map((key) => there.get(key) ?? cell(key, row.dataset.unit)));
    }
    grid.dataset.columns = String(keys.length);
  };

  if (form) {
    const boxes = [...form.querySelectorAll("input")];
    const said = form.querySelector(".said");
    const remember = (keys) => { try { localStorage.setItem("kzgraph.versions", keys.join(" ")); } catch { /* a disk may have no memory */ } };
    // As they stand: the order of the columns need not be that of the boxes.
    let order = [...grid.querySelector(".cells").children].map((node) => node.dataset.version);
    let shown = order;
    let turn = 0;
    const bound = () => {
      for (const box of boxes) box.disabled = (order.length >= MOST && !box.checked) || (order.length === 1 && box.checked);
    };
    // A wish counts at once, before its version is there: a second one that comes meanwhile builds on it.
    const take = async (keys) => {
      const mine = ++turn;
      order = keys;
      for (const box of boxes) box.checked = keys.includes(box.value);
      bound();
      try {
        await Promise.all(keys.map(load));
      } catch (fault) {
        if (mine !== turn) return false;
        const left = keys.filter((key) => key !== fault.message);
        await take(left.length ? left : shown);
        said.textContent = `The version ${fault.message} could not be loaded.`;
        return false;
      }
      if (mine !== turn) return false;
      shown = keys;
      show(keys);
      return true;
    };
    form.addEventListener("change", async (event) => {
      const { value, checked } = event.target;
      if (!await take(checked ? [...order, value] : order.filter((key) => key !== value))) return;
      remember(order);
      const names = order.map((key) => window.kzgraph[name(key)].name).join(", ");
      said.textContent = `${order.length} of at most ${MOST} shown: ${names}`;
    });
    form.hidden = false;
    bound();
    let wished = [];
    try { wished = (localStorage.getItem("kzgraph.versions") ?? "").split(" "); } catch { /* a disk may have no memory */ }
    wished = wished.filter((key) => boxes.some((box) => box.value === key)).slice(0, MOST);
    if (wished.length && wished.join(" ") !== order.join(" ")) take(wished);
  }

  // ---------------------------------------------------------------- notes on evidence

  let note = null;
  let owner = null;
  let closing = 0;

  const closeNote = () => {
    clearTimeout(closing);
    if (!note) return;
    note.remove();
    owner?.removeAttribute("aria-describedby");
    note = owner = null;
  };
  const closeSoon = () => { clearTimeout(closing); closing = setTimeout(closeNote, 250); };

  const openNote = (hit) => {
    clearTimeout(closing);
    if (owner === hit) return;
    closeNote();
    const key = hit.closest("[data-version]").dataset.version;
    const version = window.kzgraph?.[name(key)];
    if (!version) return;
    const root = document.body.dataset.root;
    const alone = grid.dataset.alone !== undefined;
    note = make("span", { class: "note", id: "note", role: "tooltip", lang: "en", dir: "ltr" });
    for (const number of hit.dataset.e.split(" ")) {
      const [anchor, kind, what, rule, confidence, start, end, page] = version.evidence[Number(number)];
      const row = make("span", { class: "row" });
      row.append(make("span", { class: "kind" }, kind), " ");
      row.append(page ? make("a", { href: root + page }, what) : make("strong", {}, what));
      const from = make("a", { href: `${alone ? "" : `version/${key}/index.html`}#${anchor}` }, `characters ${start}–${end}`);
      row.append(make("span", { class: "from" }, `${version.rules[rule]}, confidence ${confidence}, `, from));
      note.append(row);
    }
    owner = hit;
    hit.after(note);
    hit.setAttribute("aria-describedby", "note");
    // Beneath the mark, or above it where the window ends; never over its edge.
    const box = hit.getClientRects()[0];
    const frame = hit.offsetParent.getBoundingClientRect();
    const width = Math.min(360, document.documentElement.clientWidth - 24);
    note.style.width = `${width}px`;
    const left = Math.max(12, Math.min(box.left, document.documentElement.clientWidth - width - 12));
    note.style.left = `${left - frame.left}px`;
    const below = box.bottom + note.offsetHeight + 12 < innerHeight || box.top < note.offsetHeight + 12;
    note.style.top = `${(below ? box.bottom + 4 : box.top - note.offsetHeight - 4) - frame.top}px`;
  };

  const hitOf = (target) => (target instanceof Element ? target.closest("a.hit") : null);
  grid.addEventListener("mouseover", (event) => {
    const hit = hitOf(event.target);
    if (hit) openNote(hit);
    else if (event.target.closest?.(".note")) clearTimeout(closing);
    else if (note) closeSoon();
  });
  grid.addEventListener("mouseleave", closeSoon);
  grid.addEventListener("focusin", (event) => {
    const hit = hitOf(event.target);
    if (hit) openNote(hit);
    else if (!event.target.closest(".note")) closeNote();
  });
  grid.addEventListener("focusout", (event) => {
    if (note && !note.contains(event.relatedTarget) && event.relatedTarget !== owner) closeSoon();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !note) return;
    if (note.contains(document.activeElement)) owner.focus();
    closeNote();
  });
})();
