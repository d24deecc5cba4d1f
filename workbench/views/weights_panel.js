// Weights as native inputs, linked to 100 % inside each group; the answer comes ready-made from Python.
// State lives in the model: weights, points, locked, mode, window (both ways), move (from here), groups, words, locale
// (given), answer, steps, presets, notice (from Python). What a button asks for goes as a message: {do: "undo"}.

const PUSH_AFTER = 60; // ms: a drag of forty moves becomes a handful of questions; a key asks at once
const BUSY_AFTER = 150; // ms: a quick answer shows no "calculating"
const GIVE_UP_AFTER = 5000; // ms: a question that was never answered no longer holds back the next one
const SAME_MOVE = 1000; // ms: keys on one control that follow each other faster are undone together
const SEARCH_AFTER = 200; // ms

let views = 0; // the same panel may be shown twice: ids must differ

const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

function render({ model, el }) {
  const id = `wb-weights-${++views}`;
  const words = model.get("words");
  const groups = model.get("groups");
  const locale = model.get("locale");
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const number = (weight) => `${format.format(weight)}\u00a0%`;
  const policy = Object.fromEntries(groups.flatMap((group) => group.children.map((child) => [child.code, child.policy])));
  const frame = drawFrame(el, words, id);
  const { tools, finder, pager, scenarios } = frame;
  const rows = new Map();
  const only = new Map();
  let weights = { ...model.get("weights") };
  let points = { ...model.get("points") };
  let pushTimer = null;
  let busyTimer = null;
  let searchTimer = null;
  let asked = null; // the weights last sent to Python, until their answer is here
  let askedAt = 0;
  let moved = { code: null, at: 0, number: model.get("move") };
  const waitingMessages = []; // what buttons asked for while a question was open

  const locked = () => new Set(model.get("locked"));
  const unanswered = () => asked !== null && performance.now() - askedAt < GIVE_UP_AFTER;
  const waiting = () => pushTimer !== null || unanswered();

  function draw() {
    const fixed = locked();
    const inPoints = model.get("mode") === "points";
    const whole = effective(groups, weights);
    el.dataset.mode = model.get("mode");
    for (const [code, each] of rows) drawRow(code, each, fixed, inPoints);
    for (const [code, { whole: place }] of [...rows, ...only]) {
      if (place) place.textContent = words.effective.replace("{weight}", number(whole[code]));
    }
    for (const [mode, input] of Object.entries(tools.modes)) input.checked = mode === model.get("mode");
    frame.hint.textContent = (inPoints ? words.hint_points : words.hint).replaceAll(" %", "\u00a0%");
    enable(tools.reset, !same(policy, weights));
    enable(tools.undo, model.get("steps").undo || waiting());
    enable(tools.redo, model.get("steps").redo);
  }

  function drawRow(code, { label, slider, points: field, output, lock, group }, fixed, inPoints) {
    const room = roomFor(code, group, weights, fixed);
    const text = number(weights[code]);
    if (Number(slider.value) !== weights[code]) slider.value = weights[code];
    slider.style.setProperty("--fill", `calc(9px + (100% - 18px) * ${weights[code] / WHOLE})`);
    slider.setAttribute("aria-valuetext", text);
    slider.disabled = room.most === null;
    if (field.valueAsNumber !== points[code] && document.activeElement !== field) field.value = Number(points[code].toFixed(4));
    label.htmlFor = inPoints ? field.id : slider.id;
    if (output.textContent !== text) output.textContent = text;
    lock.setAttribute("aria-pressed", String(fixed.has(code)));
  }

  function show() {
    const { table, leader, sentence, certainty, swaps, pager: page } = model.get("answer");
    frame.answer.style.minHeight = `${frame.answer.offsetHeight}px`; // a shorter answer must not pull up what is below
    frame.answer.innerHTML = table;
    frame.leader.innerHTML = leader;
    if (frame.sentence.textContent !== sentence) frame.sentence.textContent = sentence;
    frame.certainty.textContent = certainty;
    for (const [code, { row }] of rows) {
      const [low, high] = swaps[code] ?? [0, WHOLE];
      row.classList.toggle("swap-low", low > 0);
      row.classList.toggle("swap-high", high < WHOLE);
      row.style.setProperty("--swap-low", low);
      row.style.setProperty("--swap-high", high);
    }
    showPage(page);
  }

  function showPage(page) {
    finder.bar.hidden = !page?.worth;
    pager.bar.hidden = !page?.worth;
    if (!page) return;
    pager.text.textContent = page.text;
    for (const button of [pager.first, pager.previous]) enable(button, page.page > 0);
    for (const button of [pager.next, pager.last]) enable(button, page.page < page.pages - 1);
  }

  function settle() {
    clearTimeout(busyTimer);
    if (waiting()) {
      busyTimer = setTimeout(() => (el.dataset.state = "busy"), BUSY_AFTER);
      return;
    }
    el.dataset.state = "settled";
    while (waitingMessages.length) model.send(waitingMessages.shift());
  }

  function push() {
    clearTimeout(pushTimer);
    pushTimer = null;
    if (same(weights, model.get("weights"))) {
      if (model.get("mode") === "points" && !same(points, model.get("points"))) {
        model.set("points", { ...points }); // other points for the same shares: nothing to answer
        model.save_changes();
      }
      return settle();
    }
    if (unanswered()) return; // one question at a time; the next is asked when this one is answered
    asked = { ...weights };
    askedAt = performance.now();
    model.set({ weights: asked, points: { ...points }, move: moved.number });
    model.save_changes();
    settle();
  }

  function change(code, next, nextPoints = points) {
    const now = performance.now();
    const goesOn = code === moved.code && now - moved.at < SAME_MOVE;
    moved = { code, at: now, number: moved.number + (goesOn ? 0 : 1) };
    weights = next;
    points = nextPoints;
    draw();
    pushTimer ??= setTimeout(push, PUSH_AFTER);
    settle();
  }

  // A button must not overtake the move that went before it.
  function send(message) {
    waitingMessages.push(message);
    if (pushTimer !== null) push();
    settle();
  }

  function look(part) {
    model.set("window", { page: 0, ...model.get("window"), ...part });
    model.save_changes();
  }

  const onAnswer = () => {
    show();
    if (asked !== null && same(asked, model.get("answer").weights)) asked = null;
    if (pushTimer !== null) return;
    if (same(weights, model.get("weights"))) onPoints();
    push();
  };
  // An echo of an older state must never move a slider back: while a question is open, ours are the newer weights.
  const onWeights = () => {
    if (waiting() || same(weights, model.get("weights"))) return;
    weights = { ...model.get("weights") };
    draw();
  };
  const onPoints = () => {
    if (waiting()) return;
    points = { ...model.get("points") };
    draw();
  };
  const onPresets = () => {
    if (!scenarios) return;
    const saved = Object.entries(model.get("presets"));
    scenarios.list.replaceChildren();
    for (const [code, name] of saved) element(scenarios.list, "option", "", name).value = code;
    if (!saved.length) element(scenarios.list, "option", "", words.none_saved).value = "";
    enable(scenarios.load, saved.length > 0);
  };
  const onNotice = () => {
    const { kind, words: said } = model.get("notice");
    if (!scenarios || !kind) return;
    scenarios.notice.textContent = said;
    scenarios.notice.dataset.kind = kind;
  };

  function listen(code, group, { slider, points: field, lock }) {
    const move = (wanted) => change(code, linked(code, wanted, group, weights, locked()));
    slider.addEventListener("input", () => move(Math.round(Number(slider.value))));
    slider.addEventListener("change", push);
    slider.addEventListener("keydown", (event) => {
      const ends = { Home: 0, End: WHOLE };
      if (!(event.key in STEPS) && !(event.key in ends)) return;
      event.preventDefault();
      move(event.key in ends ? ends[event.key] : stepped(weights[code], STEPS[event.key], event.shiftKey));
      push();
    });
    field.addEventListener("input", () => {
      const wanted = { ...points, [code]: field.valueAsNumber };
      if (!(wanted[code] >= 0) || !Number.isFinite(wanted[code])) return; // an empty field waits for a number
      const shares = fromPoints(group, wanted);
      if (Object.keys(shares).length) change(code, { ...weights, ...shares }, wanted);
    });
    field.addEventListener("blur", draw);
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
    if (group.children.length === 1) return only.set(group.children[0].code, drawOnly(box, group.children[0], number, words));
    group.children.forEach((child, c) => {
      const row = { ...drawWeight(box, child, number, words, `${id}-${g}-${c}`), group };
      rows.set(child.code, row);
      listen(child.code, group, row);
    });
  });
  onPress(tools.reset, () => change(null, { ...policy }));
  onPress(tools.undo, () => send({ do: "undo" }));
  onPress(tools.redo, () => send({ do: "redo" }));
  for (const [mode, input] of Object.entries(tools.modes)) {
    input.addEventListener("change", () => {
      model.set("mode", mode);
      model.save_changes();
    });
  }
  finder.search.value = model.get("window").search ?? "";
  finder.order.value = model.get("window").order ?? "rank";
  finder.search.addEventListener("input", () => {
    clearTimeout(searchTimer);
    searchTimer = setTimeout(() => look({ search: finder.search.value, page: 0 }), SEARCH_AFTER);
  });
  finder.order.addEventListener("change", () => look({ order: finder.order.value, page: 0 }));
  const page = () => model.get("answer").pager;
  onPress(pager.first, () => look({ page: 0 }));
  onPress(pager.previous, () => look({ page: page().page - 1 }));
  onPress(pager.next, () => look({ page: page().page + 1 }));
  onPress(pager.last, () => look({ page: page().pages - 1 }));
  if (scenarios) {
    scenarios.fields.date.value = today();
    onPress(scenarios.load, () => send({ do: "load", code: scenarios.list.value }));
    scenarios.form.addEventListener("submit", (event) => {
      event.preventDefault();
      send({ do: "save", said: Object.fromEntries(Object.entries(scenarios.fields).map(([name, field]) => [name, field.value])) });
    });
  }

  const listeners = {
    weights: onWeights,
    points: onPoints,
    locked: draw,
    mode: draw,
    steps: draw,
    answer: onAnswer,
    presets: onPresets,
    notice: onNotice,
  };
  for (const [name, listener] of Object.entries(listeners)) model.on(`change:${name}`, listener);
  draw();
  show();
  onPresets();
  onNotice();
  settle();
  return () => {
    for (const timer of [pushTimer, busyTimer, searchTimer]) clearTimeout(timer);
    for (const [name, listener] of Object.entries(listeners)) model.off(`change:${name}`, listener);
  };
}

export default { render };
