import { browser } from 'wxt/browser';

void browser.devtools.panels.create('Webhooks', 'icon/32.png', 'panel.html');
