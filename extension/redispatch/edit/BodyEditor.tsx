import { json } from '@codemirror/lang-json';
import { syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { basicSetup, EditorView } from 'codemirror';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { MAX_BODY_BYTES } from '../../../webhooks/shared/bodySize.ts';
import type { BodyMistake } from './bodyMistakes.ts';
import { colors, look } from './editorLook.ts';
import { editorPlace } from './editorPlace.ts';
import type { Range } from './jsonText.ts';

/** A text that may be long: it is built only when needed, not on every key press. */
export type Draft = { toString: () => string };

/**
 * A JSON editor for one event's body. It marks mistakes in place. Tab leaves the editor, so that it
 * does not trap the keyboard.
 *
 * @param initial the text to begin with
 * @param replacement a text that replaces the current one, as one undo step; a new object each time
 * @param place the range to select and scroll to; a new object each time
 * @param mistakes the mistakes of the current text; null leaves the marks unchanged
 * @param onTooLarge called instead of inserting a text larger than any body, which would block the
 * page and can only be an accident
 */
export function BodyEditor({
  initial,
  replacement,
  place,
  mistakes,
  onChange,
  onTooLarge,
}: {
  initial: string;
  replacement: { text: string } | null;
  place: Range | null;
  mistakes: BodyMistake[] | null;
  onChange: (draft: Draft) => void;
  onTooLarge: () => void;
}) {
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(null);
  const report = useRef({ onChange, onTooLarge });
  useLayoutEffect(() => {
    report.current = { onChange, onTooLarge };
  });

  useEffect(() => {
    const keepOutLarge = (inserted: DataTransfer | null) => {
      const isLarge = (inserted?.getData('text/plain').length ?? 0) > MAX_BODY_BYTES;
      if (isLarge) report.current.onTooLarge();
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
          paste: ({ clipboardData }) => keepOutLarge(clipboardData),
          drop: ({ dataTransfer }) => keepOutLarge(dataTransfer),
        }),
        EditorView.contentAttributes.of({ 'aria-label': 'Event body', tabindex: '0' }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) report.current.onChange(state.doc);
        }),
      ],
    });
    editor.current = view;
    editorPlace.ref(view.contentDOM);
    view.focus();
    return () => {
      editorPlace.ref(null);
      view.destroy();
    };
  }, [initial]);

  useEffect(() => {
    const view = editor.current;
    if (view === null || replacement === null) return;
    view.dispatch({ changes: changeBetween(view.state.doc.toString(), replacement.text) });
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

/** The one range in which two texts differ, so that scroll position and cursor stay in place. */
function changeBetween(old: string, next: string) {
  const shorter = Math.min(old.length, next.length);
  let from = 0;
  while (from < shorter && old[from] === next[from]) from += 1;
  let same = 0;
  while (same < shorter - from && old.at(-1 - same) === next.at(-1 - same)) same += 1;
  return { from, to: old.length - same, insert: next.slice(from, next.length - same) };
}
