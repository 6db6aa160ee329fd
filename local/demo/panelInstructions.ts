/** How to open the panel by hand, if this process cannot open a browser. */
import { HOW_TO_GET_A_BROWSER } from './browser/chromium.ts';
import { CHROME_BUILD } from './browser/extensionBuild.ts';
import { ACCESS_KEY_FILE } from './record.ts';

export function howToOpenPanel(hasBrowser: boolean): string {
  const why = hasBrowser ? 'there is no display' : 'no Chrome or Chromium was found';
  return [
    `not opened: ${why}. To open it on this machine:`,
    ...(hasBrowser ? [] : [HOW_TO_GET_A_BROWSER]),
    ...loadByHand(),
    `3. Paste the only line of the file ${ACCESS_KEY_FILE} into the form: it connects.`,
  ].join('\n');
}

/** The first two steps, after which the panel is connected or asks for a deployment. */
export function loadByHand(): string[] {
  return [
    '1. Open chrome://extensions, turn on Developer mode, choose Load unpacked and select',
    `   ${CHROME_BUILD}`,
    "2. Click the extension's icon in the toolbar.",
  ];
}
