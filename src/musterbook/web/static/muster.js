// Everything here makes a page better that already works without it.
import { linkMarks } from "./linking.js";
import { showTips } from "./tips.js";
import { slide } from "./slider.js";
import { listen } from "./keys.js";
import { select } from "./selecting.js";
import { drop } from "./dropping.js";

export function enliven(root) {
  linkMarks(root);
  showTips(root);
  slide(root, enliven);
  select(root);
  drop(root);
}

enliven(document);
listen();
