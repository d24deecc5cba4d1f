// Weights as native range inputs, linked to 100 % inside each group; the answer comes ready-made from Python.
// State lives in the model: weights, locked (both ways); groups, words, locale (given); answer (from Python).

const WHOLE = 100;
const PUSH_AFTER = 60; // ms: a drag of forty moves becomes a handful of questions; a key asks at once
const BUSY_AFTER = 150; // ms: a quick answer shows no "calculating"
const GIVE_UP_AFTER = 5000; // ms: a question that was never answered no longer holds back the next one
const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
const LOCK = `<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><rect x="3" y="7" width="10" height="7" rx="1.2"/>
  <path class="shut" d="M5 7V5a3 3 0 0 1 6 0v2"/><path class="open" d="M5 7V5a3 3 0 0 1 5.8-1"/></svg>`;

let views = 0; // the same panel may be shown twice: ids must differ

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const clamp = (number, low, high) => Math.min(Math.max(number, low), high);

function element(parent, tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

// What one child may take: 100 % less what its locked neighbours hold; nothing moves when no neighbour is free.
function roomFor(code, group, weights, locked) {
  const others = group.children.map((child) => child.code).filter((other) => other !== code);
  const free = others.filter((other) => !locked.has(other));
  const held = sum(others.filter((other) => locked.has(other)).map((other) => weights[other]));
  return free.length && !locked.has(code) ? { free, most: Math.max(WHOLE - held, 0) } : { free, most: null };
}

// The neighbours share what is left in their present proportion; from all zero, as the policy has them; else evenly.
function linked(code, wanted, group, weights, locked) {
  const { free, most } = roomFor(code, group, weights, locked);
  if (most === null) return weights;
  const value = clamp(wanted, 0, most);
  const policy = Object.fromEntries(group.children.map((child) => [child.code, child.policy]));
  const even = Object.fromEntries(free.map((other) => [other, 1]));
  const basis = [weights, policy, even].find((each) => sum(free.map((other) => each[other])) > 0);
  const total = sum(free.map((other) => basis[other]));
  const answer = { ...weights, [code]: value };
  for (const other of free) answer[other] = ((most - value) * basis[other]) / total;
  return answer;
}

// Whole percents by key and by mouse; tenths with Shift. Rounded first, or 29.999999 would look like a key without effect.
function stepped(now, step, fine) {
  const unit = fine ? 0.1 : 1;
  const clean = Math.round((now / unit) * 1e6) / 1e6;
  return (step > 0 ? Math.floor(clean + step) : Math.ceil(clean + step)) * unit;
}

function same(one, other) {
  return Object.keys(one).every((code) => one[code] === other?.[code]);
}

function drawSlider(box, child, number, words, id) {
  const row = element(box, "div", "weight");
  row.style.setProperty("--policy", child.policy);
  const label = element(row, "label", "", child.label);
  label.htmlFor = id;
  const output = element(row, "output", "");
  output.setAttribute("aria-hidden", "true"); // the slider says it itself; the sentence below is the live region
  const lock = element(row, "button", "lock");
  lock.type = "button";
  lock.innerHTML = LOCK;
  lock.title = words.lock.replace("{name}", child.label);
  lock.setAttribute("aria-label", lock.title);
  const input = element(element(row, "div", "track"), "input");
  Object.assign(input, { type: "range", id, min: 0, max: WHOLE, step: "any" });
  const policy = element(row, "span", "policy", words.policy.replace("{weight}", number(child.policy)));
  policy.id = `${id}-policy`;
  input.setAttribute("aria-describedby", policy.id);
  // JupyterLab takes arrow keys, Enter and Space for its own shortcuts unless the focused element itself says no.
  for (const control of [input, lock]) control.setAttribute("data-lm-suppress-shortcuts", "true");
  return { input, output, lock };
}

// A child without neighbours has nothing to share: its weight is said, not offered.
function drawOnly(box, child, number, words) {
  const row = element(box, "div", "weight only");
  element(row, "span", "name", child.label);
  element(row, "output", "", number(WHOLE));
  element(row, "span", "policy", words.only);
}

function drawFrame(el, words) {
  el.classList.add("wb-weights");
  el.dataset.testid = "weights-panel";
  const panel = element(el, "div", "panel");
  const controls = element(panel, "div", "controls");
  controls.setAttribute("role", "group");
  controls.setAttribute("aria-label", words.controls);
  element(controls, "p", "hint", words.hint);
  const sliders = element(controls, "div", "sliders");
  const result = element(panel, "div", "result");
  const head = element(result, "div", "head");
  const leader = element(head, "p", "leader");
  element(head, "span", "busy", words.busy);
  const answer = element(result, "div", "answer");
  Object.assign(answer, { tabIndex: 0 });
  answer.setAttribute("role", "region");
  answer.setAttribute("aria-label", words.ranks);
  answer.setAttribute("data-lm-suppress-shortcuts", "true");
  const sentence = element(panel, "p", "sentence");
  sentence.setAttribute("role", "status");
  sentence.dataset.testid = "sentence";
  return { controls, sliders, leader, answer, sentence };
}

function render({ model, el }) {
  const view = ++views;
  const words = model.get("words");
  const groups = model.get("groups");
  const format = new Intl.NumberFormat(model.get("locale"), { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const number = (weight) => `${format.format(weight)}\u00a0%`;
  const policy = Object.fromEntries(groups.flatMap((group) => group.children.map((child) => [child.code, child.policy])));
  const frame = drawFrame(el, words);
  const rows = new Map();
  let weights = { ...model.get("weights") };
  let pushTimer = null;
  let busyTimer = null;
  let asked = null; // the weights last sent to Python, until their answer is here
  let askedAt = 0;

  const locked = () => new Set(model.get("locked"));
  const unanswered = () => asked !== null && performance.now() - askedAt < GIVE_UP_AFTER;
  const waiting = () => pushTimer !== null || unanswered();

  function draw() {
    const fixed = locked();
    for (const [code, { input, output, lock, group }] of rows) {
      const room = roomFor(code, group, weights, fixed);
      const text = number(weights[code]);
      if (Number(input.value) !== weights[code]) input.value = weights[code];
      input.style.setProperty("--fill", `calc(9px + (100% - 18px) * ${weights[code] / WHOLE})`);
      input.setAttribute("aria-valuetext", text);
      input.disabled = room.most === null;
      if (output.textContent !== text) output.textContent = text;
      lock.setAttribute("aria-pressed", String(fixed.has(code)));
    }
    reset.setAttribute("aria-disabled", String(same(policy, weights)));
  }

  function show() {
    const { table, leader, sentence } = model.get("answer");
    frame.answer.style.minHeight = `${frame.answer.offsetHeight}px`; // a shorter answer must not pull up what is below
    frame.answer.innerHTML = table;
    frame.leader.innerHTML = leader;
    frame.sentence.textContent = sentence;
  }

  function settle() {
    clearTimeout(busyTimer);
    if (waiting()) busyTimer = setTimeout(() => (el.dataset.state = "busy"), BUSY_AFTER);
    else el.dataset.state = "settled";
  }

  function push() {
    clearTimeout(pushTimer);
    pushTimer = null;
    if (same(weights, model.get("weights"))) return settle();
    if (unanswered()) return; // one question at a time; the next is asked when this one is answered
    asked = { ...weights };
    askedAt = performance.now();
    model.set("weights", asked);
    model.save_changes();
    settle();
  }

  function change(next) {
    weights = next;
    draw();
    pushTimer ??= setTimeout(push, PUSH_AFTER);
    settle();
  }

  const onAnswer = () => {
    show();
    if (asked !== null && same(asked, model.get("answer").weights)) asked = null;
    if (pushTimer === null) push();
  };
  // An echo of an older state must never move a slider back: while a question is open, ours are the newer weights.
  const onWeights = () => {
    if (waiting() || same(weights, model.get("weights"))) return;
    weights = { ...model.get("weights") };
    draw();
  };

  function listen(code, group, { input, lock }) {
    const move = (wanted) => change(linked(code, wanted, group, weights, locked()));
    input.addEventListener("input", () => move(Math.round(Number(input.value))));
    input.addEventListener("change", push);
    input.addEventListener("keydown", (event) => {
      const ends = { Home: 0, End: WHOLE };
      if (!(event.key in STEPS) && !(event.key in ends)) return;
      event.preventDefault();
      move(event.key in ends ? ends[event.key] : stepped(weights[code], STEPS[event.key], event.shiftKey));
      push();
    });
    lock.addEventListener("click", () => {
      const now = locked();
      if (!now.delete(code)) now.add(code);
      model.set("locked", [...now]);
      model.save_changes();
    });
  }

  groups.forEach((group, g) => {
    const box = element(frame.sliders, "fieldset");
    box.style.setProperty("--level", group.level);
    element(box, "legend", "", group.label);
    if (group.children.length === 1) return drawOnly(box, group.children[0], number, words);
    group.children.forEach((child, c) => {
      const row = { ...drawSlider(box, child, number, words, `wb-weights-${view}-${g}-${c}`), group };
      rows.set(child.code, row);
      listen(child.code, group, row);
    });
  });
  const reset = element(frame.controls, "button", "reset", words.reset);
  reset.type = "button";
  reset.setAttribute("data-lm-suppress-shortcuts", "true");
  reset.addEventListener("click", () => change({ ...policy }));

  model.on("change:weights", onWeights);
  model.on("change:locked", draw);
  model.on("change:answer", onAnswer);
  draw();
  show();
  settle();
  return () => {
    clearTimeout(pushTimer);
    clearTimeout(busyTimer);
    model.off("change:weights", onWeights);
    model.off("change:locked", draw);
    model.off("change:answer", onAnswer);
  };
}

export default { render };
