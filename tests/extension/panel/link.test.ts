import { expect, test } from 'vitest';
import { linkTo, readLink } from '../../../extension/panel/link.ts';

const page = 'chrome-extension://abc/panel.html';

test('a link is read back with the deployment and the event that it was made for', () => {
  const link = { event: 'jd7abc', deployment: 'https://happy-otter-123.convex.cloud' };
  expect(readLink(new URL(linkTo(page, link)).hash)).toEqual(link);
  expect(linkTo(`${page}#event=other`, link)).toBe(linkTo(page, link));
});

test('a link may leave the deployment out', () => {
  expect(linkTo(page, { event: 'jd7abc', deployment: null })).toBe(`${page}#event=jd7abc`);
  expect(readLink('#event=jd7abc')).toEqual({ event: 'jd7abc', deployment: null });
});

test('any other address is not a link', () => {
  expect(readLink('')).toBeNull();
  expect(readLink('#')).toBeNull();
  expect(readLink('#event=')).toBeNull();
  expect(readLink('#users')).toBeNull();
});

test('a link whose deployment is not a valid URL is not followed', () => {
  const linkTo = (deployment: string) => `#${new URLSearchParams({ event: 'jd7abc', deployment })}`;
  expect(readLink(linkTo('Your account is blocked, call 555-0100'))).toBeNull();
  expect(readLink(linkTo('javascript:alert(1)'))).toBeNull();
  expect(readLink(linkTo('https://happy-otter-123.convex.cloud/any/path'))).toEqual({
    event: 'jd7abc',
    deployment: 'https://happy-otter-123.convex.cloud',
  });
});
