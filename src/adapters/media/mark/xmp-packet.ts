import type { GenerationId } from "../../../core/ids.js";
import type { FoundMark, PictureFacts } from "../../../core/ports/picture-marker.js";

/** https://cv.iptc.org/newscodes/digitalsourcetype/ */
const SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/";
const MADE = `${SOURCE_TYPES}trainedAlgorithmicMedia`;
const EDITED = `${SOURCE_TYPES}compositeWithTrainedAlgorithmicMedia`;

const START = "<x:xmpmeta";
const END = "</x:xmpmeta>";
/** A JPEG segment takes no more, and nothing of ours comes near it. */
const MAX_PACKET_BYTES = 64 * 1024;
const MAX_TOOL_LENGTH = 100;
const GENERATION = /urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/;

/**
 * Facts as an XMP packet (ISO 16684-1), with the properties of the IPTC Photo Metadata Standard 2025.1. Read-only: a
 * program that edits metadata writes its own.
 */
export function writePacket(facts: PictureFacts): Buffer {
  const { modelName, generationId, isEdit, prompt, madeAt } = facts;
  const properties = [
    element("Iptc4xmpExt:DigitalSourceType", isEdit ? EDITED : MADE),
    element("Iptc4xmpExt:AISystemUsed", modelName),
    ...(prompt ? [element("Iptc4xmpExt:AIPromptInformation", prompt)] : []),
    element("xmp:CreatorTool", `Atelier (${modelName})`),
    element("xmp:CreateDate", madeAt.toISOString()),
    element("dc:identifier", `urn:uuid:${generationId}`),
  ];
  return Buffer.from(
    `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
${properties.join("\n")}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`,
  );
}

/** The first packet anywhere in a file: they are made to be found without knowing the format. */
export function readPacket(bytes: Uint8Array): FoundMark | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = file.indexOf(START);
  if (start < 0) return null;
  const within = file.subarray(start, start + MAX_PACKET_BYTES);
  const end = within.indexOf(END);
  if (end < 0) return null;
  return toMark(within.toString("utf8", 0, end));
}

function toMark(packet: string): FoundMark | null {
  const isMadeByAi = packet.includes(MADE) || packet.includes(EDITED);
  const tool = readProperty(packet, "xmp:CreatorTool");
  const isOurs = tool?.startsWith("Atelier (") ?? false;
  if (!isMadeByAi && !isOurs) return null;
  const [, id] = GENERATION.exec(readProperty(packet, "dc:identifier") ?? "") ?? [];
  const generationId = isOurs && id !== undefined ? (id as GenerationId) : null;
  return { isMadeByAi, tool: tool?.slice(0, MAX_TOOL_LENGTH) ?? null, generationId };
}

/** As an element or, as other programs have it, an attribute. */
function readProperty(packet: string, name: string): string | null {
  return between(packet, `<${name}>`, "</") ?? between(packet, `${name}="`, '"');
}

function between(text: string, before: string, after: string): string | null {
  const start = text.indexOf(before);
  if (start < 0) return null;
  const end = text.indexOf(after, start + before.length);
  return end < 0 ? null : fromXml(text.slice(start + before.length, end));
}

function element(name: string, value: string): string {
  return `<${name}>${toXml(value)}</${name}>`;
}

/** What XML has no way to say, such as control characters, is left out. */
function toXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

function fromXml(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
