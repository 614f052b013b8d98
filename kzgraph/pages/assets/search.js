// The search of the front page: an index in scripts, so that it works from a disk too.
"use strict";
(() => {
  const form = document.querySelector("form.search");
  const input = document.getElementById("query");
  const said = document.getElementById("said");
  const results = document.getElementById("results");
  const SHOWN = 25;
  const SNIPPETS = 12;

  const scripts = new Map();
  const load = (source) => {
    if (!scripts.has(source)) {
      scripts.set(source, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = source;
        script.onload = () => done();
        script.onerror = () => { scripts.delete(source); failed(new Error(`${source} could not be loaded`)); };
        document.head.append(script);
      }));
    }
    return scripts.get(source);
  };
  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };

  // ---------------------------------------------------------------- words

  const fold = (text, letters) => [...text.normalize("NFKD").toLowerCase()]
    .filter((letter) => !/\p{M}/u.test(letter))
    .map((letter) => letters[letter] ?? letter)
    .join("");
  const words = (text, letters) => fold(text, letters).match(/[\p{L}\p{N}]+/gu) ?? [];
  window.kzgraph ??= {};
  window.kzgraph.words = (text) => words(text, window.kzgraph.search.letters);

  // ---------------------------------------------------------------- finding

  const lookUp = async (word) => {
    const { shards } = window.kzgraph.search;
    let first = 0;
    while (first + 1 < shards.length && shards[first + 1] <= word) first += 1;
    let last = first;
    while (last + 1 < shards.length && shards[last + 1].startsWith(word)) last += 1;
    const numbers = Array.from({ length: last - first + 1 }, (_, step) => first + step);
    await Promise.all(numbers.map((number) => load(`search/${number}.js`)));
    const found = new Map();
    for (const number of numbers) {
      const shard = window.kzgraph[`search/${number}`];
      for (const [token, steps] of Object.entries(shard)) {
        if (!token.startsWith(word)) continue;
        let document_ = 0;
        for (const step of steps) {
          document_ += step;
          // A whole word weighs more than a beginning.
          found.set(document_, Math.max(found.get(document_) ?? 0, token === word ? 2 : 1));
        }
      }
    }
    return found;
  };

  const find = async (query) => {
    await load("search/index.js");
    const wanted = [...new Set(window.kzgraph.words(query))].slice(0, 8);
    if (!wanted.length) return { wanted, found: [] };
    const maps = await Promise.all(wanted.map(lookUp));
    maps.sort((one, other) => one.size - other.size);
    const found = [];
    for (const [number, weight] of maps[0]) {
      let sum = weight;
      for (const map of maps.slice(1)) {
        const more = map.get(number);
        if (more === undefined) { sum = 0; break; }
        sum += more;
      }
      if (sum) found.push([number, sum]);
    }
    return { wanted, found: describe(found) };
  };

  const describe = (found) => {
    const { entities, works } = window.kzgraph.search;
    const starts = [];
    let start = entities.length + works.length;
    const inside = works.map(([, , , versions, units]) => [versions.split(" "), units.split(" ")]);
    for (const [versions, units] of inside) {
      starts.push(start);
      start += versions.length * units.length;
    }
    const rows = new Map();
    for (const [number, weight] of found) {
      if (number < entities.length) {
        const [name, path, kind] = entities[number];
        rows.set(path, { group: 0, weight, name, path, kind });
      } else if (number < entities.length + works.length) {
        const [key, title, date] = works[number - entities.length];
        rows.set(key, { group: 1, weight, name: title, path: `resolution/${key}/index.html`, kind: date || "resolution" });
      } else {
        let low = 0;
        let high = works.length - 1;
        while (low < high) {
          const middle = (low + high + 1) >> 1;
          if (starts[middle] <= number) low = middle; else high = middle - 1;
        }
        const [versions, units] = inside[low];
        const place = number - starts[low];
        const unit = units[place % units.length];
        const version = versions[Math.floor(place / units.length)];
        const path = `resolution/${works[low][0]}/index.html#${unit.replace("/", "-")}`;
        const row = rows.get(path) ?? { group: 2, weight, path, unit, versions: [], work: works[low] };
        row.versions.push(version);
        row.weight = Math.max(row.weight, weight);
        rows.set(path, row);
      }
    }
    return [...rows.values()].map((row, place) => ({ ...row, place }))
      .sort((one, other) => one.group - other.group || other.weight - one.weight
        || (one.group ? 0 : one.name.length - other.name.length) || one.place - other.place);
  };

  // ---------------------------------------------------------------- showing

  const marked = (text, wanted) => {
    // Where a word of the text begins as a wanted one does, the whole word is marked.
    const node = make("span");
    let at = 0;
    for (const word of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
      if (!words(word[0], window.kzgraph.search.letters).some((part) => wanted.some((one) => part.startsWith(one)))) continue;
      node.append(text.slice(at, word.index), make("mark", {}, word[0]));
      at = word.index + word[0].length;
    }
    node.append(text.slice(at));
    return node;
  };

  const snippet = async (row, wanted, place) => {
    const key = row.versions[0];
    const name = `units/${row.work[0]}/${key}`;
    await load(`resolution/${row.work[0]}/version/${key}/units.js`);
    const version = window.kzgraph[name];
    const page = new DOMParser().parseFromString(version.cells[row.unit] ?? "", "text/html");
    for (const number of page.querySelectorAll("span.mark")) number.remove();
    const text = page.body.textContent;
    const first = [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)]
      .find((word) => words(word[0], window.kzgraph.search.letters).some((part) => wanted.some((one) => part.startsWith(one))));
    const from = Math.max(0, text.lastIndexOf(" ", Math.max(0, (first?.index ?? 0) - 60)) + 1);
    const to = text.length - from > 220 ? text.lastIndexOf(" ", from + 220) : text.length;
    const shown = marked(text.slice(from, to), wanted);
    if (from) shown.prepend("… ");
    if (to < text.length) shown.append(" …");
    place.lang = version.language;
    place.dir = "auto";
    place.replaceChildren(shown);
  };

  const item = (row, wanted, snippets) => {
    const node = make("li");
    if (row.group < 2) {
      node.append(make("a", { href: row.path }, marked(row.name, wanted)), make("p", { class: "small" }, row.kind));
      return node;
    }
    const [kind, label] = row.unit.split("/");
    node.append(make("a", { href: row.path }, `${kind[0].toUpperCase()}${kind.slice(1)} ${label}`));
    node.append(make("p", { class: "small" }, `${row.work[1]} · ${row.versions.length > 6 ? `${row.versions.length} versions` : row.versions.join(", ")}`));
    const place = make("p", { class: "snippet" });
    node.append(place);
    if (snippets.left > 0) {
      snippets.left -= 1;
      snippets.wait = snippets.wait.then(() => snippet(row, wanted, place));
    }
    return node;
  };

  const NAMES = ["Actors and instruments", "Resolutions", "Texts"];
  let turn = 0;

  const answer = async () => {
    const mine = ++turn;
    const query = input.value.trim();
    if (!query) {
      results.replaceChildren();
      said.textContent = "";
      return;
    }
    let outcome;
    try {
      outcome = await find(query);
    } catch (fault) {
      if (mine === turn) said.textContent = fault.message;
      return;
    }
    if (mine !== turn) return;
    const { wanted, found } = outcome;
    const lists = [];
    const snippets = { left: SNIPPETS, wait: Promise.resolve() };
    NAMES.forEach((name, group) => {
      const rows = found.filter((row) => row.group === group);
      if (!rows.length) return;
      const list = make("ul", { class: "rows" });
      const more = make("button", { type: "button", class: "quiet" }, "");
      let shown = 0;
      const step = (focus) => {
        const next = rows.slice(shown, shown + SHOWN).map((row) => item(row, wanted, snippets));
        list.append(...next);
        shown += next.length;
        more.hidden = shown >= rows.length;
        more.textContent = `Show more of ${rows.length}`;
        if (focus) next[0].querySelector("a").focus();
      };
      step(false);
      more.addEventListener("click", () => { snippets.left = SNIPPETS; step(true); });
      lists.push(make("section", { "aria-label": name }, make("h2", {}, `${name} `, make("small", {}, String(rows.length))), list, more));
    });
    results.replaceChildren(...lists);
    said.textContent = found.length ? `${found.length} found` : `Nothing found for “${query}”.`;
    snippets.wait.catch((fault) => { said.textContent = fault.message; });
  };

  let waiting = 0;
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(answer, 120); });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); answer(); });
  form.hidden = false;
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) { input.value = asked; answer(); }
})();
