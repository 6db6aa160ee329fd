import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';

/** The toolbar icon opens the panel as a tab: the QA engineer's way in. */
export default defineBackground(() => {
  browser.action.onClicked.addListener(() => {
    void browser.tabs.create({ url: browser.runtime.getURL('/panel.html') });
  });
});
