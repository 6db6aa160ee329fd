import { HighlightStyle } from '@codemirror/language';
import { tags } from '@lezer/highlight';
import { EditorView } from 'codemirror';

export const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--added)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--duplicate)' },
]);

/** The editor, its search and its tooltips in the colours of the panel, light and dark. */
export const look = EditorView.theme({
  '&': { height: '100%', fontSize: '11px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono, monospace)', lineHeight: '16px' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface)',
    color: 'var(--muted)',
    borderRight: '1px solid var(--hairline)',
  },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground':
    { backgroundColor: 'var(--selected)' },
  '.cm-tooltip, .cm-panels': {
    backgroundColor: 'var(--bg)',
    color: 'var(--text)',
    border: '1px solid var(--hairline)',
  },
  '.cm-panel.cm-search': {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px',
    padding: '4px 24px 4px 4px',
    fontFamily: 'var(--font-sans, sans-serif)',
    fontSize: '11px',
  },
  '.cm-panel.cm-search br': { display: 'none' },
  '.cm-panel.cm-search input.cm-textfield': {
    height: '24px',
    margin: '0',
    padding: '0 8px',
    fontSize: '11px',
    backgroundColor: 'var(--bg)',
    color: 'var(--text)',
    border: '1px solid var(--hairline)',
    borderRadius: '3px',
  },
  '.cm-panel.cm-search .cm-button': {
    height: '24px',
    margin: '0',
    padding: '0 8px',
    fontSize: '11px',
    backgroundImage: 'none',
    backgroundColor: 'var(--bg)',
    color: 'var(--text)',
    border: '1px solid var(--hairline)',
    borderRadius: '3px',
  },
  '.cm-panel.cm-search .cm-button:hover': { backgroundColor: 'var(--hover)' },
  '.cm-panel.cm-search label': {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    margin: '0',
    fontSize: '11px',
  },
  '.cm-panel.cm-search [name=close]': { color: 'var(--muted)', top: '4px', right: '6px' },
  '.cm-searchMatch': { backgroundColor: 'var(--warning-bg)', outline: '1px solid var(--warning)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--selected)' },
});
