// Light or dark: as the system has it, until the reader decides. Runs before the page is painted.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const remember = (value) => { try { localStorage.setItem("kzgraph.theme", value); } catch { /* a disk may have no memory */ } };
  const remembered = () => { try { return localStorage.getItem("kzgraph.theme"); } catch { return null; } };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const current = () => root.dataset.theme ?? (dark.matches ? "dark" : "light");
  const chosen = remembered();
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const name = () => {
      const other = current() === "dark" ? "light" : "dark";
      button.textContent = other === "dark" ? "Dark" : "Light";
      button.setAttribute("aria-label", `Use ${other} colours`);
    };
    button.hidden = false;
    name();
    button.addEventListener("click", () => {
      root.dataset.theme = current() === "dark" ? "light" : "dark";
      remember(root.dataset.theme);
      name();
    });
    dark.addEventListener("change", name);
  });
})();
