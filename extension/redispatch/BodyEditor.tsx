import { json } from '@codemirror/lang-json';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { tags } from '@lezer/highlight';
import { basicSetup, EditorView } from 'codemirror';
import { useEffect, useRef } from 'react';
import { MAX_BODY_BYTES } from '../../convex/shared/bodySize.ts';
import type { BodyMistake } from './bodyMistakes.ts';
import type { Range } from './jsonText.ts';

/** A text that may be long: it is put together when it is asked for, not at every key. */
export type Draft = { toString(): string };

/**
 * A JSON editor for one event's body. Mistakes are marked where they are. Tab leaves it, so that it
 * is no trap for the keyboard.
 *
 * @param initial the text to begin with
 * @param replacement a text to take its place, as one step to undo; a new object each time
 * @param place what to select and scroll to; a new object each time
 * @param mistakes those of the text as it is; null leaves the marks as they are
 * @param onRefused called in place of inserting a text that is larger than any body, which would
 * block the page: it can only be a mistake
 */
export function BodyEditor({
  initial,
  replacement,
  place,
  mistakes,
  onChange,
  onRefused,
}: {
  initial: string;
  replacement: { text: string } | null;
  place: Range | null;
  mistakes: BodyMistake[] | null;
  onChange: (draft: Draft) => void;
  onRefused: () => void;
}) {
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(null);
  const report = useRef({ onChange, onRefused });
  report.current = { onChange, onRefused };

  useEffect(() => {
    const refuseLarge = (inserted: DataTransfer | null) => {
      const isLarge = (inserted?.getData('text/plain').length ?? 0) > MAX_BODY_BYTES;
      if (isLarge) report.current.onRefused();
      return isLarge;
    };
    const view = new EditorView({
      parent: parent.current!,
      doc: initial,
      extensions: [
        basicSetup,
        json(),
        syntaxHighlighting(colors),
        look,
        lintGutter(),
        EditorView.domEventHandlers({
          paste: ({ clipboardData }) => refuseLarge(clipboardData),
          drop: ({ dataTransfer }) => refuseLarge(dataTransfer),
        }),
        EditorView.contentAttributes.of({ 'aria-label': 'Event body', tabindex: '0' }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) report.current.onChange(state.doc);
        }),
      ],
    });
    editor.current = view;
    view.focus();
    return () => view.destroy();
  }, [initial]);

  useEffect(() => {
    const view = editor.current;
    if (view === null || replacement === null) return;
    const changes = { from: 0, to: view.state.doc.length, insert: replacement.text };
    view.dispatch({ changes });
  }, [replacement]);

  useEffect(() => {
    const view = editor.current;
    if (view === null || place === null) return;
    const { length } = view.state.doc;
    const selection = { anchor: Math.min(place.from, length), head: Math.min(place.to, length) };
    view.dispatch({
      selection,
      effects: EditorView.scrollIntoView(selection.anchor, { y: 'center' }),
    });
    view.focus();
  }, [place]);

  useEffect(() => {
    const view = editor.current;
    if (view !== null && mistakes !== null) view.dispatch(setDiagnostics(view.state, mistakes));
  }, [mistakes]);

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
