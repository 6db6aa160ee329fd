import { browser } from 'wxt/browser';

/** Keeps `data-theme` on the page's root as DevTools' theme, or the system's when opened as a tab. */
export function followTheme(root: HTMLElement): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const panels = browser.devtools?.panels as DevToolsTheme | undefined;
  const apply = (name: string | undefined) => {
    const dark = name === undefined ? system.matches : name === 'dark';
    root.dataset.theme = dark ? 'dark' : 'light';
  };

  apply(panels?.themeName);
  if (panels === undefined) system.addEventListener('change', () => apply(undefined));
  // Chrome has setThemeChangeHandler, Firefox onThemeChanged.
  else if (panels.setThemeChangeHandler) panels.setThemeChangeHandler(apply);
  else panels.onThemeChanged?.addListener(apply);
}

interface DevToolsTheme {
  themeName?: string;
  setThemeChangeHandler?: (handler: (name: string) => void) => void;
  onThemeChanged?: { addListener: (handler: (name: string) => void) => void };
}
