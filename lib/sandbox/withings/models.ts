/** The devices that are simulated, by the id of their model, as `getdevice` names them. */
export const models: ReadonlyMap<number, { type: string; model: string }> = new Map([
  [5, { type: 'Scale', model: 'Body+' }],
  [10, { type: 'Scale', model: 'Body Scan' }],
  [44, { type: 'Blood Pressure Monitor', model: 'BPM Core' }],
  [45, { type: 'Blood Pressure Monitor', model: 'BPM Connect' }],
  [63, { type: 'Sleep Monitor', model: 'Aura Sensor V2' }],
  [71, { type: 'Smart Connected Thermometer', model: 'BeamO' }],
  [93, { type: 'Activity Tracker', model: 'ScanWatch' }],
]);
