// The SPARQL page: questions into the field, the query to the endpoint beside these pages, the answer as a table.
"use strict";
(() => {
  const { questions, base } = window.kzgraph.questions;
  const field = (name) => document.getElementById(name);
  const form = document.querySelector(".ask");
  const text = field("sparql");
  const said = field("said");
  const answer = field("answer");
  const root = document.body.dataset.root;
  const MOST = 1000;
  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };

  const offline = location.protocol === "file:";
  const explain = () => { field("offline").hidden = false; };
  if (offline) explain();

  const choose = () => {
    const one = questions[field("question").value];
    text.value = one.sparql;
    field("asks").textContent = one.text;
    field("notes").textContent = one.notes.join(" ");
    field("named").textContent = field("question").value;
  };
  field("question").addEventListener("change", choose);
  const asked = new URLSearchParams(location.search);
  if (questions[asked.get("name")]) { field("question").value = asked.get("name"); choose(); }
  if (asked.get("query")) text.value = asked.get("query");

  // Tab indents; after Escape it leads on, as everywhere else.
  let leaving = false;
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); return; }
    if (event.key === "Tab" && !leaving && !event.shiftKey && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      text.setRangeText("  ", text.selectionStart, text.selectionEnd, "end");
    }
    leaving = event.key === "Escape";
  });
  text.addEventListener("blur", () => { leaving = false; });

  // ---------------------------------------------------------------- answers

  const cell = (term) => {
    if (!term) return make("td");
    if (term.type !== "uri") {
      const node = make("td", { dir: "auto" }, term.value);
      if (term["xml:lang"]) node.lang = term["xml:lang"];
      return node;
    }
    const own = term.value.startsWith(base);
    const inside = own ? term.value.slice(base.length) : term.value;
    const [, thing] = /^(?:(?:resolution|actor|instrument)\/[\w-]+)(.*)$/u.exec(inside) ?? [];
    // A page that is surely there; deeper addresses are left to the server.
    const href = own && thing === "" ? `${root}${inside}/index.html` : term.value;
    return /^https?:/u.test(term.value) ? make("td", {}, make("a", { href }, inside)) : make("td", {}, inside);
  };

  let csv = null;
  const table = (result) => {
    const names = result.head.vars ?? [];
    if (typeof result.boolean === "boolean") {
      answer.replaceChildren(make("p", { class: "lead" }, result.boolean ? "Yes" : "No"));
      return "answered";
    }
    const rows = result.results.bindings;
    const body = make("tbody", {}, ...rows.slice(0, MOST).map((row) => make("tr", {}, ...names.map((name) => cell(row[name])))));
    const head = make("thead", {}, make("tr", {}, ...names.map((name) => make("th", { scope: "col" }, name))));
    answer.replaceChildren(make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Answer, a table" }, make("table", {}, head, body)));
    csv = [names, ...rows.map((row) => names.map((name) => row[name]?.value ?? ""))];
    field("csv").hidden = !rows.length;
    return `${rows.length} row${rows.length === 1 ? "" : "s"}${rows.length > MOST ? `, the first ${MOST} shown` : ""}`;
  };

  let running = null;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    running?.abort();
    running = new AbortController();
    const mine = running;
    field("stop").hidden = false;
    field("csv").hidden = true;
    csv = null;
    answer.replaceChildren();
    said.textContent = "Asking …";
    try {
      if (offline) throw new TypeError("no server");
      const reply = await fetch(form.action, {
        method: "POST",
        headers: {
          "Content-Type": "application/sparql-query",
          Accept: "application/sparql-results+json, text/turtle;q=0.9, text/plain;q=0.5",
        },
        body: text.value,
        signal: mine.signal,
      });
      const kind = reply.headers.get("Content-Type") ?? "";
      if (!reply.ok) {
        if (reply.status === 404 || reply.status === 405 || reply.status === 501) explain();
        said.textContent = `The endpoint answered ${reply.status}.`;
        const words = await reply.text();
        if (!kind.includes("html")) answer.replaceChildren(make("pre", {}, words.slice(0, 4000)));
      } else if (kind.includes("json")) {
        said.textContent = table(await reply.json());
      } else {
        answer.replaceChildren(make("pre", { tabindex: "0", "aria-label": "Answer" }, await reply.text()));
        said.textContent = "answered";
      }
    } catch (fault) {
      if (mine !== running) return; // another query is asked already
      if (fault.name === "AbortError") said.textContent = "Stopped.";
      else { explain(); said.textContent = "There is no endpoint here."; }
    } finally {
      if (mine === running) field("stop").hidden = true;
    }
  });
  field("stop").addEventListener("click", () => running?.abort());

  const quoted = (value) => (/[",\r\n]/u.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  field("csv").addEventListener("click", () => {
    const place = URL.createObjectURL(new Blob([`\ufeff${csv.map((row) => row.map(quoted).join(",")).join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" }));
    make("a", { href: place, download: `${field("question").value}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(place), 10000);
  });
})();
