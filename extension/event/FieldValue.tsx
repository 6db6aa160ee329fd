import { jsonToConvex, type JSONValue } from 'convex/values';
import { JsonNumber, jsonText, type Json } from '../../webhooks/shared/exactJson.ts';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import { When } from '../ui/time/When.tsx';

/** The year 2001: a smaller number in a time's field is not in milliseconds. */
const EARLIEST = 1e12;

/** One value of a document. Times are formatted; a field that is not set is a dash. */
export function FieldValue({ field, value }: { field: string; value: Json | undefined }) {
  if (value === undefined || value === null) {
    return (
      <span className="text-muted">
        <span aria-hidden>–</span>
        <span className="sr-only">not set</span>
      </span>
    );
  }
  if (value instanceof JsonNumber && /(_at|At|_time|Time)$/.test(field)) {
    const at = Number(value.text);
    if (at >= EARLIEST) return <When at={at} />;
  }
  return <VisibleText text={valueText(value)} />;
}

/** A text unchanged, a 64-bit integer as digits, any other value as JSON. */
function valueText(value: Json): string {
  if (typeof value === 'string') return value;
  if (value instanceof Map && value.size === 1 && value.has('$integer')) {
    const integer = jsonToConvex(JSON.parse(jsonText(value)) as JSONValue) as bigint;
    return integer.toString();
  }
  return jsonText(value);
}
