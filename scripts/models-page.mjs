/** Writes docs/models.md from the catalogue. `npm run docs:models` builds first. */
import { writeFile } from "node:fs/promises";
import { renderModelsPage } from "../dist/bots/presentation/models-page.js";
import { IMAGE_MODELS } from "../dist/core/catalog/models.js";
import { PRICE_CHANGES } from "../dist/core/catalog/price-changes.js";

const page = renderModelsPage({ models: IMAGE_MODELS, changes: PRICE_CHANGES });
await writeFile(new URL("../docs/models.md", import.meta.url), page);
