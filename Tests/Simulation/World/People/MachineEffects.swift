import Telemetry

/// Which commands had their effect on a machine, whichever gateway sent them: what can be read back from it.
final class MachineEffects {
    var ids: Set<DeviceCommandID> = []
}
