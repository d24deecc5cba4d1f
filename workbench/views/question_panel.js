// Controls on the left, the answer on the right. All state is in the model: `values` goes to Python, `answer` comes back.

const QUIET_AFTER_INPUT = 250; // ms in which an echo from Python must not overwrite what a hand is still changing

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function control(choice, id) {
  // JupyterLab's command mode would eat the arrow keys before a control sees them
  const common = { id, "data-name": choice.name, "data-lm-suppress-shortcuts": "true" };
  if (choice.kind === "list") {
    const options = choice.options.map(([value, words]) => element("option", { value }, words));
    return element("select", common, ...options);
  }
  if (choice.kind === "day") return element("input", { ...common, type: "date", min: choice.low, max: choice.high });
  if (choice.kind === "share") {
    const bounds = { min: choice.low, max: choice.high, step: choice.step || "any" };
    return element("input", { ...common, type: "range", ...bounds });
  }
  return element("input", { ...common, type: "text", autocomplete: "off" });
}

function searchable(choice, id, model, send) {
  const words = new Map(choice.options);
  const names = new Map(choice.options.map(([value, name]) => [name, value]));
  const list = element("datalist", { id: `${id}-list` }, ...choice.options.map(([, name]) => element("option", { value: name })));
  const input = control({ ...choice, kind: "text" }, id);
  input.setAttribute("list", list.id);
  input.addEventListener("focus", () => input.select());
  input.addEventListener("change", () => {
    const value = names.get(input.value.trim());
    input.setCustomValidity(value === undefined ? model.get("words").nothing : "");
    input.reportValidity();
    if (value !== undefined) send(choice.name, value);
  });
  return { input, list, show: (value) => { input.value = words.get(value) ?? ""; } };
}

function render({ model, el }) {
  const root = element("section", { class: "wb-question", "aria-label": model.get("title"), "data-size": model.get("compact") ? "compact" : "full" });
  const form = element("form", { class: "controls", "aria-label": model.get("words").choices });
  const answer = element("div", { class: "answer", "aria-live": "polite", tabindex: "0", role: "region", "aria-label": model.get("title") });
  const busy = element("p", { class: "busy", role: "status" });
  const shown = new Map();
  const panel = `wb-${Math.random().toString(36).slice(2)}`; // a page holds many panels, and a label must find its own control
  let lastInput = 0;

  const send = (name, value) => {
    lastInput = performance.now();
    root.dataset.state = "busy";
    busy.textContent = model.get("words").computing;
    model.set("values", { ...model.get("values"), [name]: value });
    model.save_changes();
  };

  for (const [place, choice] of model.get("controls").entries()) {
    const id = `${panel}-${place}`;
    const line = element("p", {}, element("label", { for: id }, choice.label));
    if (choice.kind === "search") {
      const { input, list, show } = searchable(choice, id, model, send);
      shown.set(choice.name, show);
      line.append(input, list);
    } else {
      const input = control(choice, id);
      input.addEventListener("change", () => send(choice.name, input.value));
      shown.set(choice.name, (value) => { input.value = value; });
      line.append(input);
      if (choice.kind === "share") {
        const output = element("output", { for: id });
        const say = () => { output.textContent = Number(input.value).toLocaleString(); };
        input.addEventListener("input", say);
        shown.set(choice.name, (value) => { input.value = value; say(); });
        line.append(output);
      }
    }
    form.append(line);
  }
  form.addEventListener("submit", (event) => event.preventDefault());

  // a link of the form #choose=name=value in the answer, also inside a chart, makes that choice
  answer.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const href = link?.getAttribute("href") ?? link?.getAttribute("xlink:href") ?? "";
    if (!href.startsWith("#choose=")) return;
    event.preventDefault();
    const [name, ...value] = href.slice(8).split("=");
    send(name, decodeURIComponent(value.join("=")));
  });

  const showValues = () => {
    if (performance.now() - lastInput < QUIET_AFTER_INPUT) return;
    for (const [name, value] of Object.entries(model.get("values"))) shown.get(name)?.(value);
  };
  const showAnswer = () => {
    answer.innerHTML = model.get("answer");
    root.dataset.state = model.get("state");
    busy.textContent = "";
  };
  // an answer that reads as before still ends the waiting
  const done = () => { root.dataset.state = model.get("state"); busy.textContent = ""; };

  model.on("change:values", showValues);
  model.on("change:answer", showAnswer);
  model.on("change:state", showAnswer);
  model.on("msg:custom", (message) => { if (message.type === "answered") done(); });
  root.append(element("h2", {}, model.get("title")), element("div", { class: "panel" }, element("div", {}, form, busy), answer));
  el.append(root);
  for (const [name, value] of Object.entries(model.get("values"))) shown.get(name)?.(value);
  showAnswer();
}

export default { render };
