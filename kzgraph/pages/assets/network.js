// The network: zoom, move, and show whom an actor is named with.
"use strict";
(() => {
  const picture = document.querySelector(".network svg[viewBox][tabindex]");
  if (!picture) return;
  const moved = picture.querySelector(".moved");
  const tools = document.querySelector(".tools");
  const [, , width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
  let scale = 1;
  let x = 0;
  let y = 0;

  const draw = () => {
    scale = Math.min(8, Math.max(1, scale));
    x = Math.min(0, Math.max(width * (1 - scale), x));
    y = Math.min(0, Math.max(height * (1 - scale), y));
    moved.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
    picture.classList.toggle("near", scale >= 1.7);
    picture.classList.toggle("zoomed", scale > 1);
    picture.style.setProperty("--zoom", scale);
    // On a narrow window a unit of the picture is less than a pixel: labels grow, and few are shown before one zooms in.
    const unit = Math.max(1, (width / picture.clientWidth) * 0.72);
    picture.style.setProperty("--unit", unit);
    picture.classList.toggle("crowded", unit / Math.min(scale, 2.5) > 1.5);
  };
  // About a point of the picture, which stays where it is.
  const zoom = (factor, aboutX = width / 2, aboutY = height / 2) => {
    const before = scale;
    scale = Math.min(8, Math.max(1, scale * factor));
    x = aboutX - (aboutX - x) * (scale / before);
    y = aboutY - (aboutY - y) * (scale / before);
    draw();
  };
  const place = (event) => {
    const box = picture.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height];
  };
  const whole = () => { scale = 1; x = y = 0; draw(); };

  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const what = event.target.dataset.do;
    if (what === "in") zoom(1.5);
    if (what === "out") zoom(1 / 1.5);
    if (what === "reset") whole();
  });
  picture.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), ...place(event));
  }, { passive: false });

  const KEYS = {
    "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: whole,
    ArrowLeft: () => { x += 60; draw(); }, ArrowRight: () => { x -= 60; draw(); },
    ArrowUp: () => { y += 60; draw(); }, ArrowDown: () => { y -= 60; draw(); },
  };
  picture.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
    if (scale === 1 && event.key.startsWith("Arrow")) return; // nothing to move: the page scrolls
    event.preventDefault();
    KEYS[event.key]();
  });

  let from = null;
  let dragged = false;
  picture.addEventListener("pointerdown", (event) => {
    if (event.button || scale === 1) return;
    from = [event.clientX, event.clientY, x, y];
    dragged = false;
  });
  picture.addEventListener("pointermove", (event) => {
    if (!from) return;
    const box = picture.getBoundingClientRect();
    const across = ((event.clientX - from[0]) / box.width) * width;
    const down = ((event.clientY - from[1]) / box.height) * height;
    if (!dragged && Math.hypot(across, down) < 6) return;
    if (!dragged) picture.setPointerCapture(event.pointerId);
    dragged = true;
    x = from[2] + across;
    y = from[3] + down;
    draw();
  });
  const drop = () => { from = null; };
  picture.addEventListener("pointerup", drop);
  picture.addEventListener("pointercancel", drop);
  picture.addEventListener("click", (event) => { if (dragged) event.preventDefault(); dragged = false; }, true);
  picture.addEventListener("dragstart", (event) => event.preventDefault());

  // ---------------------------------------------------------------- neighbours

  const lines = [...picture.querySelectorAll("line[data-ends]")].map((line) => [line, line.dataset.ends.split(" ")]);
  const nodes = new Map([...picture.querySelectorAll("[data-node]")].map((node) => [node.dataset.node, node]));
  const light = (number) => {
    picture.classList.toggle("lit", number !== null);
    const near = new Set(number === null ? [] : [number]);
    for (const [line, ends] of lines) {
      const mine = number !== null && ends.includes(number);
      line.classList.toggle("on", mine);
      if (mine) for (const end of ends) near.add(end);
    }
    for (const [key, node] of nodes) node.classList.toggle("on", near.has(key));
  };
  const centre = (number) => {
    const circle = nodes.get(number).querySelector("circle");
    x = width / 2 - Number(circle.getAttribute("cx")) * scale;
    y = height / 2 - Number(circle.getAttribute("cy")) * scale;
    draw();
  };
  const nodeOf = (target) => target.closest?.("[data-node]")?.dataset.node ?? null;
  picture.addEventListener("pointerover", (event) => light(nodeOf(event.target)));
  picture.addEventListener("pointerleave", () => light(null));
  picture.addEventListener("focusin", (event) => {
    const number = nodeOf(event.target);
    light(number);
    if (number === null || scale === 1) return;
    centre(number); // what has the focus is seen
  });
  picture.addEventListener("focusout", () => light(null));
  addEventListener("resize", draw);
  draw();
  if (picture.classList.contains("crowded")) {
    // On a phone it begins near the actor that is named most.
    scale = 2.5;
    centre("0");
  }
})();
