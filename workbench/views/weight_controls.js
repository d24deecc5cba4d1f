// What the weights panel is drawn from: elements only, no state.

const LOCK = `<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><rect x="3" y="7" width="10" height="7" rx="1.2"/>
  <path class="shut" d="M5 7V5a3 3 0 0 1 6 0v2"/><path class="open" d="M5 7V5a3 3 0 0 1 5.8-1"/></svg>`;
const UNDO = `<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="M6 3 2.5 6.5 6 10M3 6.5h6.5a4 4 0 0 1 0 8H6"/></svg>`;

function element(parent, tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

// JupyterLab takes arrow keys, Enter and Space for its own shortcuts unless the focused element itself says no.
function control(parent, tag, className, text) {
  const made = element(parent, tag, className, text);
  made.setAttribute("data-lm-suppress-shortcuts", "true");
  if (tag === "button") made.type = "button";
  return made;
}

function named(control, name) {
  control.title = name;
  control.setAttribute("aria-label", name);
  return control;
}

// Left in the order of keys when there is nothing to do, so that the focus is never lost.
function enable(button, can) {
  button.setAttribute("aria-disabled", String(!can));
}

function onPress(button, act) {
  button.addEventListener("click", () => button.getAttribute("aria-disabled") !== "true" && act());
}

function drawWeight(box, child, number, words, id) {
  const row = element(box, "div", "weight");
  row.style.setProperty("--policy", child.policy);
  const label = element(row, "label", "", child.label);
  const output = element(row, "output", "");
  output.setAttribute("aria-hidden", "true"); // the slider says it itself; the sentence below is the live region
  const lock = named(control(row, "button", "lock"), words.lock.replace("{name}", child.label));
  lock.innerHTML = LOCK;
  const track = element(row, "div", "track");
  for (const side of ["low", "high"]) element(track, "i", `swap ${side}`).setAttribute("aria-hidden", "true");
  const slider = control(track, "input", "");
  Object.assign(slider, { type: "range", id: `${id}-percent`, min: 0, max: WHOLE, step: "any" });
  const points = control(row, "input", "points");
  Object.assign(points, { type: "number", id: `${id}-points`, min: 0, step: 1, inputMode: "decimal" });
  const below = element(row, "span", "below");
  below.id = `${id}-below`;
  element(below, "span", "policy", words.policy.replace("{weight}", number(child.policy)));
  const whole = child.indicator ? element(below, "span", "effective") : null;
  for (const input of [slider, points]) input.setAttribute("aria-describedby", below.id);
  return { row, label, slider, points, output, lock, whole };
}

// A child without neighbours has nothing to share: its weight is said, not offered.
function drawOnly(box, child, number, words) {
  const row = element(box, "div", "weight only");
  element(row, "span", "name", child.label);
  element(row, "output", "", number(WHOLE));
  const below = element(row, "span", "below");
  element(below, "span", "policy", words.only);
  return { whole: child.indicator ? element(below, "span", "effective") : null };
}

function drawModes(parent, words, id) {
  const box = element(parent, "div", "modes");
  box.setAttribute("role", "radiogroup");
  box.setAttribute("aria-label", words.mode);
  const modes = {};
  for (const mode of ["percent", "points"]) {
    const label = element(box, "label", "");
    modes[mode] = control(label, "input", "");
    Object.assign(modes[mode], { type: "radio", name: `${id}-mode`, value: mode });
    element(label, "span", "", words[mode]);
  }
  return modes;
}

function drawTools(parent, words, id) {
  const bar = element(parent, "div", "tools");
  const modes = drawModes(bar, words, id);
  const [undo, redo] = ["undo", "redo"].map((name) => named(control(bar, "button", `icon ${name}`), words[name]));
  undo.innerHTML = redo.innerHTML = UNDO;
  return { modes, undo, redo, reset: control(bar, "button", "plain reset", words.reset) };
}

function drawFinder(parent, words) {
  const bar = element(parent, "div", "finder");
  const search = named(control(bar, "input", ""), words.search);
  Object.assign(search, { type: "search", placeholder: words.search });
  const label = element(bar, "label", "", `${words.order} `);
  const order = control(label, "select", "");
  for (const [value, text] of [["rank", words.by_rank], ["change", words.by_change]]) element(order, "option", "", text).value = value;
  return { bar, search, order };
}

function drawPager(parent, words) {
  const bar = element(parent, "nav", "pager");
  bar.setAttribute("aria-label", words.pages);
  const button = (sign, name) => named(control(bar, "button", "icon", sign), name);
  const [first, previous] = [button("«", words.first_page), button("‹", words.previous)];
  const text = element(bar, "span", "");
  text.setAttribute("aria-live", "polite");
  return { bar, first, previous, text, next: button("›", words.next), last: button("»", words.last_page) };
}

function drawField(form, name, words, type) {
  const label = element(form, "label", type === "textarea" ? "long" : "", words[name]);
  const field = control(label, type === "textarea" ? "textarea" : "input", "");
  field.name = name;
  field.required = true;
  if (type !== "textarea") field.type = type;
  else field.rows = 2;
  return field;
}

function drawScenarios(parent, words) {
  const box = element(parent, "details", "scenarios");
  control(box, "summary", "", words.scenarios);
  const saved = element(box, "div", "load");
  const label = element(saved, "label", "", words.saved);
  const list = control(label, "select", "");
  const load = control(saved, "button", "plain", words.load);
  const form = element(box, "form", "");
  const fields = Object.fromEntries(
    [["name", "text"], ["author", "text"], ["date", "date"], ["rationale", "textarea"]].map(([name, type]) => [name, drawField(form, name, words, type)]),
  );
  const save = control(form, "button", "plain", words.save);
  save.type = "submit";
  const notice = element(box, "p", "notice");
  notice.setAttribute("role", "status");
  notice.dataset.testid = "notice";
  return { box, list, load, form, fields, notice };
}

function drawFrame(el, words, id) {
  el.classList.add("wb-weights");
  el.dataset.testid = "weights-panel";
  const panel = element(el, "div", "panel");
  const controls = element(panel, "div", "controls");
  controls.setAttribute("role", "group");
  controls.setAttribute("aria-label", words.controls);
  const tools = drawTools(controls, words, id);
  const hint = element(controls, "p", "hint");
  const sliders = element(controls, "div", "sliders");
  const result = element(panel, "div", "result");
  const head = element(result, "div", "head");
  const leader = element(head, "p", "leader");
  element(head, "span", "busy", words.busy);
  const finder = drawFinder(result, words);
  const answer = control(result, "div", "answer");
  answer.tabIndex = 0;
  answer.setAttribute("role", "region");
  answer.setAttribute("aria-label", words.ranks);
  const pager = drawPager(result, words);
  const below = element(panel, "div", "sentence");
  const sentence = element(below, "p", "");
  sentence.setAttribute("role", "status");
  sentence.dataset.testid = "sentence";
  const certainty = element(below, "p", "certainty");
  certainty.dataset.testid = "certainty";
  const scenarios = words.scenarios ? drawScenarios(panel, words) : null;
  return { tools, hint, sliders, leader, finder, answer, pager, sentence, certainty, scenarios };
}
