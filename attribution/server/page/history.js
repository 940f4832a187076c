// Undo and redo: every state of the review, none of them ever changed.

/** Return a history whose only state is `present`. */
export function startHistory(present) {
  return { past: [], present, future: [] };
}

/** Return the history after a change: `label` says what was done and `key` to which statement. */
export function record(history, present, label, key) {
  return { past: [...history.past, { state: history.present, label, key }], present, future: [] };
}

/** Return the history one step back, and the step. */
export function undo({ past, present, future }) {
  const step = past[past.length - 1];
  if (!step) return null;
  return {
    history: { past: past.slice(0, -1), present: step.state, future: [{ ...step, state: present }, ...future] },
    step,
  };
}

/** Return the history one step forward, and the step. */
export function redo({ past, present, future }) {
  const [step, ...rest] = future;
  if (!step) return null;
  return { history: { past: [...past, { ...step, state: present }], present: step.state, future: rest }, step };
}
