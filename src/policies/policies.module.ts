import { Module } from '@nestjs/common';
import { PolicyExamplesService } from './examples.service.js';
import { PoliciesController } from './policies.controller.js';
import { PoliciesService } from './policies.service.js';

@Module({
  controllers: [PoliciesController],
  providers: [PoliciesService, PolicyExamplesService],
  exports: [PoliciesService],
})
export class PoliciesModule {}
