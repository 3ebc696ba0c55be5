/** A handler that nobody declared: loaded into the server (`--import`), it has to keep it from starting. */
import 'reflect-metadata';
import { Get } from '@nestjs/common';
import { ConflictsController } from '../../apps/server/src/api/controllers/conflicts-controller.ts';

const handlers = ConflictsController.prototype as unknown as Record<string, unknown>;
handlers['readAll'] = () => [];
Get('/v1/everything')(handlers, 'readAll', Object.getOwnPropertyDescriptor(handlers, 'readAll')!);
