import { Module, type DynamicModule } from '@nestjs/common';
import { ConflictsController } from './controllers/conflicts-controller.ts';
import { PartiesController } from './controllers/parties-controller.ts';
import { ReferenceController } from './controllers/reference-controller.ts';
import { ServiceController } from './controllers/service-controller.ts';
import { API_DEPS, type ApiDeps } from './deps.ts';

@Module({})
export class ApiModule {
  static over(deps: ApiDeps): DynamicModule {
    return {
      module: ApiModule,
      controllers: [ConflictsController, PartiesController, ServiceController, ReferenceController],
      providers: [{ provide: API_DEPS, useValue: deps }],
    };
  }
}
