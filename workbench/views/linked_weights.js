// Weights linked to 100 % inside each group: the same rule as in linked_weights.py, while a slider is dragged.

const WHOLE = 100;
const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const clamp = (number, low, high) => Math.min(Math.max(number, low), high);

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

// Relative weights, such as 3 : 2 : 1, as percents; nothing when they are all zero.
function fromPoints(group, points) {
  const codes = group.children.map((child) => child.code);
  const total = sum(codes.map((code) => points[code]));
  return total > 0 ? Object.fromEntries(codes.map((code) => [code, (points[code] * WHOLE) / total])) : {};
}

// The weight of every node and indicator in the whole, in percent. A group comes after the one its node stands in.
function effective(groups, weights) {
  const whole = {};
  for (const group of groups) {
    const above = whole[group.code] ?? WHOLE;
    for (const { code } of group.children) whole[code] = (above * weights[code]) / WHOLE;
  }
  return whole;
}
