import { expect, test } from 'vitest';
import { linkTo, readLink } from '../../../extension/app/link.ts';

const page = 'chrome-extension://abc/panel.html';

test('a link is read as what it was made for', () => {
  const link = { event: 'jd7abc', deployment: 'https://happy-otter-123.convex.cloud' };
  expect(readLink(new URL(linkTo(page, link)).hash)).toEqual(link);
  expect(linkTo(`${page}#event=other`, link)).toBe(linkTo(page, link));
});

test('a link may leave the deployment out', () => {
  expect(linkTo(page, { event: 'jd7abc', deployment: null })).toBe(`${page}#event=jd7abc`);
  expect(readLink('#event=jd7abc')).toEqual({ event: 'jd7abc', deployment: null });
});

test('any other address is no link', () => {
  expect(readLink('')).toBeNull();
  expect(readLink('#')).toBeNull();
  expect(readLink('#event=')).toBeNull();
  expect(readLink('#users')).toBeNull();
});
