import { FocusPlace } from '../../ui/keyboard/focusPlace.ts';

/** The editor of the body, for parts that are loaded before it. */
export const editorPlace = new FocusPlace();
