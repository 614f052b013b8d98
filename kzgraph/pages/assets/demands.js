// The table of acts: filters over scripts of rows, by year, and a CSV of what is shown.
"use strict";
(() => {
  const form = document.querySelector(".filters");
  const body = document.querySelector(".acttable tbody");
  const more = document.getElementById("more");
  const count = document.getElementById("count");
  const root = document.body.dataset.root;
  const field = (name) => document.getElementById(name);
  const years = form.dataset.years.split(" ").filter(Boolean).map((pair) => pair.split(":"));
  const STEP = 100;
  // So many rows are read at once without being asked for; beyond, the newest year alone.
  const AT_ONCE = 20000;

  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };
  const scripts = new Map();
  // The scripts of a year: "2031/1", "2031/2" …
  const partsOf = (year) => {
    const [, number] = years.find(([name]) => name === year) ?? [year, "0"];
    return Array.from({ length: Math.ceil(Number(number) / Number(form.dataset.most)) }, (_, place) => `${year}/${place + 1}`);
  };
  const load = (part) => {
    if (!scripts.has(part)) {
      scripts.set(part, new Promise((done, failed) => {
        const [year, number] = part.split("/");
        const script = make("script", { src: `${year}/rows-${number}.js` });
        script.onload = () => done();
        script.onerror = () => { scripts.delete(part); failed(new Error(`the acts of ${year} could not be loaded`)); };
        document.head.append(script);
      }));
    }
    return scripts.get(part);
  };
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // Rows with names in place of numbers.
  const read = (part) => {
    const { works, terms, entities, rows } = window.kzgraph[`demands/${part}`];
    const names = (numbers) => numbers.map((number) => entities[number]);
    return rows.map(([work, label, page, force, verb, addressees, recipients, concerns, instruments, deadline, language, words]) => ({
      work: works[work], label, page, force: terms[force], verb: verb < 0 ? ["", ""] : terms[verb],
      addressees: names(addressees), recipients: names(recipients), concerns: names(concerns), instruments: names(instruments),
      deadline, language, words, folded: fold(words),
    }));
  };

  let all = [];
  let found = [];
  let shown = 0;

  const FILTERS = {
    force: (row) => [[row.force[1], row.force[0]]],
    addressee: (row) => [...row.addressees, ...row.recipients].map(([name, , iri]) => [iri, name]),
    verb: (row) => (row.verb[0] ? [[row.verb[0], row.verb[0]]] : []),
    instrument: (row) => row.instruments.map(([name, , iri]) => [iri, name]),
  };

  const fits = (row, but) => Object.entries(FILTERS).every(([name, of]) => {
    const wanted = field(name).value;
    return name === but || !wanted || of(row).some(([value]) => value === wanted);
  }) && fold(field("words").value).split(/\s+/u).every((word) => row.folded.includes(word));

  // Each list offers what the other filters leave, with how often.
  const offer = () => {
    for (const [name, of] of Object.entries(FILTERS)) {
      const counts = new Map();
      for (const row of all) {
        if (!fits(row, name)) continue;
        for (const [value, text] of new Map(of(row))) {
          const entry = counts.get(value) ?? [text, 0];
          entry[1] += 1;
          counts.set(value, entry);
        }
      }
      const list = field(name);
      const chosen = list.value || list.dataset.wished || "";
      delete list.dataset.wished;
      const options = [...counts].sort(([, one], [, other]) => one[0].localeCompare(other[0], "en"));
      list.replaceChildren(make("option", { value: "" }, "all"), ...options.map(([value, [text, number]]) => make("option", { value }, `${text} (${number})`)));
      if (chosen && !counts.has(chosen)) list.append(make("option", { value: chosen }, "nothing here"));
      list.value = chosen;
    }
  };

  const link = ([name, page]) => (page ? make("a", { href: root + page }, name) : make("span", {}, name));
  const joined = (entities) => entities.flatMap((one, place) => (place ? [", ", link(one)] : [link(one)]));

  const line = (row) => {
    const [, , date, number] = row.work;
    const when = make("td", { class: "when" });
    if (date) when.append(make("time", { datetime: date }, date), " ");
    when.append(make("a", { href: root + row.page }, `${number}, paragraph ${row.label}`));
    const act = make("td", {}, make("span", { class: `mark ${row.force[1]}`, "aria-hidden": "true" }), make("span", { class: "force" }, row.force[0]));
    if (row.verb[0]) act.append(" ", make("span", { class: "verb" }, row.verb[0]));
    for (const day of row.deadline.split(" ").filter(Boolean)) act.append(" ", make("span", { class: "by" }, "by ", make("time", { datetime: day }, day)));
    const whom = make("td", {}, ...joined([...row.addressees, ...row.recipients]));
    if (row.concerns.length) whom.append(" ", make("span", { class: "about" }, "about ", ...joined(row.concerns)));
    const words = make("td", { class: "said", dir: "auto" }, row.words);
    if (row.language) words.lang = row.language;
    return make("tr", {}, when, act, whom, words);
  };

  const step = () => {
    body.append(...found.slice(shown, shown + STEP).map(line));
    shown = Math.min(found.length, shown + STEP);
    more.hidden = shown >= found.length;
    more.textContent = `Show ${Math.min(STEP, found.length - shown)} more of ${found.length}`;
  };

  const filter = () => {
    offer();
    found = all.filter((row) => fits(row, ""));
    count.textContent = found.length === 1 ? "1 act" : `${found.length} acts`;
    field("csv").disabled = !found.length;
    body.replaceChildren();
    shown = 0;
    step();
  };

  let turn = 0;
  const take = async () => {
    const mine = ++turn;
    const year = field("year").value;
    const wanted = (year ? [year] : years.map(([name]) => name)).flatMap(partsOf);
    count.textContent = "Reading …";
    try {
      await Promise.all(wanted.map(load));
    } catch (fault) {
      if (mine === turn) count.textContent = fault.message;
      return;
    }
    if (mine !== turn) return; // another year was chosen meanwhile
    all = wanted.flatMap(read);
    filter();
  };

  // ---------------------------------------------------------------- CSV

  const COLUMNS = {
    date: (row) => row.work[2],
    resolution: (row) => row.work[0],
    title: (row) => row.work[1],
    paragraph: (row) => row.label,
    force: (row) => row.force[0],
    verb: (row) => row.verb[0],
    addressees: (row) => row.addressees.map(([name]) => name).join("; "),
    recipients: (row) => row.recipients.map(([name]) => name).join("; "),
    concerns: (row) => row.concerns.map(([name]) => name).join("; "),
    instruments: (row) => row.instruments.map(([name]) => name).join("; "),
    deadline: (row) => row.deadline,
    language: (row) => row.language,
    words: (row) => row.words,
  };
  const quoted = (text) => (/[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  field("csv").addEventListener("click", () => {
    const rows = [Object.keys(COLUMNS), ...found.map((row) => Object.values(COLUMNS).map((of) => of(row)))];
    // The mark at the start tells spreadsheets that this is UTF-8.
    const text = `\ufeff${rows.map((row) => row.map(quoted).join(",")).join("\r\n")}\r\n`;
    const place = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    const anchor = make("a", { href: place, download: "acts.csv" });
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(place), 10000);
  });

  // ---------------------------------------------------------------- start

  const total = years.reduce((sum, [, number]) => sum + Number(number), 0);
  field("year").append(make("option", { value: "" }, "all"), ...years.map(([name, number]) => make("option", { value: name }, `${name} (${number})`)));
  if (total > AT_ONCE) field("year").value = years[0][0];
  const asked = new URLSearchParams(location.search);
  for (const name of ["force", "addressee", "verb", "instrument"]) {
    if (asked.get(name)) field(name).dataset.wished = asked.get(name);
  }
  if (asked.has("year")) field("year").value = asked.get("year");
  form.hidden = false;
  more.addEventListener("click", () => {
    const before = body.children.length;
    step();
    body.children[before]?.querySelector("a")?.focus();
  });
  form.addEventListener("change", (event) => (event.target.id === "year" ? take() : filter()));
  field("words").addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { if (total > AT_ONCE) field("year").value = years[0][0]; take(); }));
  take();
})();
