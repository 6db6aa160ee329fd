import { FocusPlace, listPlace } from '../ui/keyboard/focusPlace.ts';

/** The open tab of the inspector, where Enter and Space send nothing. */
export const inspectorPlace = new FocusPlace();

/** Moves the keyboard to the list of the view that is shown: the events, or the users. */
export function focusEvents(): void {
  listPlace.focus();
}

/** Moves the keyboard to the inspector's open tab, at once or as soon as it has loaded. */
export function focusInspector(): void {
  inspectorPlace.focus();
}
