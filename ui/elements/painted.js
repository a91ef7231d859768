// What lies below the fold, drawn a frame after what can be seen: a click is answered by what it shows.

import { useEffect, useState } from "preact/hooks";

/** Whether what is drawn was painted once. Preact runs effects when it was. */
export function usePainted() {
  const [painted, setPainted] = useState(false);
  useEffect(() => setPainted(true), []);
  return painted;
}
