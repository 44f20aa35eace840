import { Module } from '@nestjs/common';
import { AssessmentsController } from './assessments.controller.js';
import { AssessmentsService } from './assessments.service.js';
import { RunAssessmentService } from './run-assessment.service.js';

@Module({
  controllers: [AssessmentsController],
  providers: [AssessmentsService, RunAssessmentService],
  exports: [AssessmentsService],
})
export class AssessmentsModule {}
