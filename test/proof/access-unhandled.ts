/** A row without its handler: loaded into the server (`--import`), it has to keep it from starting. */
import 'reflect-metadata';
import { ConflictsController } from '../../apps/server/src/api/controllers/conflicts-controller.ts';

const handlers = ConflictsController.prototype as unknown as Readonly<Record<string, object>>;
Reflect.deleteMetadata('path', handlers['readBundle']!);
