internal import DeviceProfiles
public import Telemetry

/// Which machine has which profile and which metrics.
extension TopicRouter {
    /// What became of an assignment.
    public enum Assignment: Sendable, Equatable {
        /// The machine has that profile already; nothing changed.
        case unchanged
        /// Its slots are new, and so is its revision.
        case changed
        /// There is no such profile; nothing changed.
        case profileUnknown
    }

    /// Gives a machine another profile; all that is kept by slot must be made anew when it says `changed`.
    public mutating func assign(profile name: String, to machine: Int) -> Assignment {
        guard let profile = library.profile(named: name) else { return .profileUnknown }
        machines[machine].isAssigned = true
        if machines[machine].profile == profile { return .unchanged }
        give(profile, to: machine)
        return .changed
    }

    /// Adds a machine that was known before a restart, or is named by a person; its index, or why there is none.
    ///
    /// A profile that is no longer there leaves it with the generic one until it is assigned another.
    public mutating func adopt(_ key: MachineKey, profile name: String) -> Result<Int, IngestRejection> {
        guard let index = machine(key, profile: library.profile(named: name) ?? library.generic) else {
            return .failure(
                IngestRejection(.machineLimitReached, "\(key) is one machine more than \(limits.machinesMax)"))
        }
        _ = assign(profile: name, to: index)
        return .success(index)
    }

    mutating func give(_ profile: FirmwareProfile, to machine: Int) {
        machines[machine].profile = profile
        machines[machine].slots = IngestMachine.slots(of: profile)
        machines[machine].revision += 1
        revision += 1
    }

    /// The slot of a metric of a machine, which is added where the profile takes any.
    mutating func slot(of metric: MetricName, machine: Int) -> Result<Int, IngestRejection> {
        if let slot = machines[machine].slots.firstIndex(where: { $0.name == metric }) { return .success(slot) }
        guard machines[machine].profile.acceptsAnyMetric else {
            let profile = machines[machine].profile.name
            return .failure(
                IngestRejection(.metricUnknown, field: metric.text, "the profile \(profile) has no such metric"))
        }
        guard machines[machine].slots.count < limits.metricsPerMachineMax else {
            return .failure(
                IngestRejection(
                    .metricLimitReached, field: metric.text,
                    "\(machines[machine].key) has \(limits.metricsPerMachineMax) metrics already"))
        }
        let definition = MetricDefinition(name: metric, unit: "1", isScored: true)
        machines[machine].slots.append(MetricSlot(definition, learnsUnit: true))
        revision += 1
        return .success(machines[machine].slots.count - 1)
    }

    /// Notes the unit of a metric that nobody described, from the first message that names one.
    mutating func learnUnit(_ spelling: [UInt8], slot: Int, machine: Int) -> Bool {
        guard (1...32).contains(spelling.count), spelling.allSatisfy({ $0 > 0x20 && $0 != 0x7F }),
            let unit = String(validating: spelling, as: UTF8.self)
        else { return false }
        machines[machine].slots[slot].learn(unit: unit)
        revision += 1
        return true
    }
}
