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

function field(choice, id, keep, present) {
  const input = control(choice, id);
  input.value = present ?? "";
  input.addEventListener("change", () => keep(choice.name, input.value));
  return element("p", {}, element("label", { for: id }, choice.label), input);
}

function lineOf(line, present, words, keep) {
  const title = line.cells[0];
  const common = { "data-lm-suppress-shortcuts": "true" };
  const box = element("input", { type: "checkbox", "aria-label": `${words.accept}: ${title}`, ...common });
  box.checked = Boolean(present?.accept);
  box.addEventListener("change", () => keep(line.key, "accept", box.checked));
  const cells = line.cells.map((text, place) => element(place ? "td" : "th", place ? {} : { scope: "row" }, text));
  const row = element("tr", {}, element("td", {}, box), ...cells);
  const options = Object.entries(line.options);
  if (options.length) {
    const list = element("select", { "aria-label": `${words.becomes}: ${title}`, ...common }, element("option", { value: "" }, "–"));
    list.append(...options.map(([value, text]) => element("option", { value }, text)));
    list.value = present?.to ?? line.to;
    list.addEventListener("change", () => keep(line.key, "to", list.value));
    row.append(element("td", {}, list));
  }
  const reason = element("input", { type: "text", "aria-label": `${words.reason}: ${title}`, autocomplete: "off", ...common });
  reason.value = present?.reason ?? "";
  reason.addEventListener("change", () => keep(line.key, "reason", reason.value));
  row.append(element("td", {}, reason));
  return row;
}

// What hands have written is kept here and sent whole with the wish to save it: messages may overtake changes of state.
function formOf(model) {
  const { title, note, button, headings, fields } = model.get("form");
  const words = model.get("words");
  const id = `wb-${model.model_id ?? "q"}-form`;
  const written = { fields: { ...model.get("fields") }, accepted: { ...model.get("accepted") } };
  const keep = (trait, name, value) => {
    written[trait] = { ...written[trait], [name]: value };
    model.set(trait, written[trait]);
    model.save_changes();
  };
  const keepField = (name, value) => keep("fields", name, value);
  const keepLine = (key, name, value) => keep("accepted", key, { ...written.accepted[key], [name]: value });
  const form = element("form", { class: "form", "aria-label": title }, element("h3", {}, title));
  if (note) form.append(element("p", { class: "note" }, note));
  const lines = element("div", { class: "lines" });
  const said = element("div", { class: "said answer", role: "status" });
  const boxes = fields.map((each, place) => field(each, `${id}-${place}`, keepField, written.fields[each.name]));
  const showLines = () => {
    const shown = model.get("lines");
    lines.replaceChildren();
    if (!shown.length) return;
    const choosing = Object.keys(shown[0].options).length ? [words.becomes] : [];
    const names = [words.accept, ...headings, ...choosing, words.reason];
    const head = element("tr", {}, ...names.map((name) => element("th", { scope: "col" }, name)));
    const rows = shown.map((line) => lineOf(line, written.accepted[line.key], words, keepLine));
    lines.append(element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows)));
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); model.send({ type: "save", values: model.get("values"), ...written }); });
  model.on("change:lines", showLines);
  model.on("change:saved", () => { said.innerHTML = model.get("saved"); });
  said.innerHTML = model.get("saved");
  showLines();
  form.append(lines, element("div", { class: "fields" }, ...boxes), element("button", { type: "submit" }, button), said);
  return form;
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
      // while a date is being typed it is no date yet, or one of the year 2: not asked, so that nobody waits for an answer
      input.addEventListener("change", () => { if (input.value && input.checkValidity()) send(choice.name, input.value); });
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
    const [name, ...rest] = href.slice(8).split("=");
    const value = decodeURIComponent(rest.join("="));
    send(name, value);
    shown.get(name)?.(value);
    answer.scrollTop = 0;
    answer.focus(); // the link will be gone with the answer it stands in
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
  if (model.get("form").button) root.append(formOf(model));
  el.append(root);
  for (const [name, value] of Object.entries(model.get("values"))) shown.get(name)?.(value);
  showAnswer();
}

export default { render };
