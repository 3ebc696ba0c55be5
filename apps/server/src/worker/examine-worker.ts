/** The thread that examines: signatures by the thousand, which would hold up everything else. */
import { examineCase, type Brief, type ExamineTask } from '#tribunal';
import { giveWay } from '../give-way.ts';

giveWay(10);

export default (task: ExamineTask): Brief => examineCase(task);
