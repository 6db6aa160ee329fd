import { json } from '@codemirror/lang-json';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { linter, lintGutter } from '@codemirror/lint';
import { tags } from '@lezer/highlight';
import { basicSetup, EditorView } from 'codemirror';
import { useEffect, useRef } from 'react';
import { bodyMistakes } from './bodyMistakes.ts';

/**
 * A JSON editor for one event's body. Mistakes are marked where they are. Tab leaves it, so that it
 * is no trap for the keyboard.
 *
 * @param initial the text to begin with
 * @param replacement a text to take its place, as one step to undo; a new object each time
 * @param original the body as it was received
 */
export function BodyEditor({
  initial,
  replacement,
  original,
  onChange,
}: {
  initial: string;
  replacement: { text: string } | null;
  original: string;
  onChange: (text: string) => void;
}) {
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(null);
  const report = useRef(onChange);
  report.current = onChange;

  useEffect(() => {
    const view = new EditorView({
      parent: parent.current!,
      doc: initial,
      extensions: [
        basicSetup,
        json(),
        syntaxHighlighting(colors),
        look,
        lintGutter(),
        linter(({ state }) => bodyMistakes(state.doc.toString(), original, Date.now())),
        EditorView.contentAttributes.of({ 'aria-label': 'Event body', tabindex: '0' }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) report.current(state.doc.toString());
        }),
      ],
    });
    editor.current = view;
    view.focus();
    return () => view.destroy();
  }, [initial, original]);

  useEffect(() => {
    const view = editor.current;
    if (view === null || replacement === null) return;
    const changes = { from: 0, to: view.state.doc.length, insert: replacement.text };
    view.dispatch({ changes });
  }, [replacement]);

  return (
    <div
      ref={parent}
      className="h-full min-h-0 overflow-hidden outline-accent focus-within:outline-2"
    />
  );
}

const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--added)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--duplicate)' },
]);

const look = EditorView.theme({
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
});
