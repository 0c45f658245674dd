/** Every format of dataset that there is. */
import { agentnetFormat } from './agentnet.ts';
import { anthropicFormat } from './anthropic.ts';
import type { DatasetFormat } from './format.ts';
import type { Format } from './manifest.ts';
import { mcapFormat } from './mcap.ts';
import { messagesFormat } from './messages.ts';
import { mind2webFormat } from './mind2web.ts';
import { openaiFormat } from './openai.ts';
import { parquetFormat } from './parquet.ts';

export const datasetFormats: Readonly<Record<Format, DatasetFormat>> = {
  agentnet: agentnetFormat,
  messages: messagesFormat,
  anthropic: anthropicFormat,
  openai: openaiFormat,
  mind2web: mind2webFormat,
  parquet: parquetFormat,
  mcap: mcapFormat,
};
