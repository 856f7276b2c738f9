internal import DeviceProfiles
internal import Telemetry

extension MachineGuard {
    /// Takes over the limits that people have set.
    ///
    /// Each replaces the profile's of its kind, severity and side, or stands beside them. Those that were set before
    /// and are not among these are the profile's again.
    ///
    /// Alerts that are open go on; one whose limit is gone ends with the next tick.
    public mutating func setLimits(_ overlays: [LimitOverlay]) {
        guard overlays != self.overlays else { return }
        self.overlays = overlays
        applyOverlays()
        alarmRevision += 1
    }

    /// Makes the monitors anew, and carries over what they knew.
    mutating func applyOverlays() {
        var definitions = profile.limits
        for overlay in overlays {
            let place = definitions.firstIndex { limit in
                limit.metric == overlay.metric && limit.kind == overlay.kind && limit.severity == overlay.severity
                    && limit.direction == overlay.direction
            }
            if let place {
                definitions[place].threshold = .absolute(overlay.value)
            } else if let slot = slots.firstIndex(where: { $0.definition.name == overlay.metric }) {
                definitions.append(
                    LimitDefinition(
                        kind: overlay.kind, metric: overlay.metric, slot: slot, severity: overlay.severity,
                        direction: overlay.direction, threshold: .absolute(overlay.value)))
            }
        }
        var fresh = LimitMonitor.monitors(of: definitions, metrics: slots.map(\.definition))
        for old in limits {
            let heir = fresh.firstIndex {
                $0.kind == old.kind && $0.slot == old.slot && $0.direction == old.direction
            }
            guard let heir else {
                if old.life.isActive { orphans.append(old.life) }
                continue
            }
            fresh[heir].life = old.life
            for step in fresh[heir].steps.indices {
                let severity = fresh[heir].steps[step].limit.severity
                guard let known = old.steps.first(where: { $0.limit.severity == severity }) else { continue }
                fresh[heir].steps[step].crossing = known.crossing
            }
        }
        limits = fresh
        for slot in slots.indices { slots[slot].limits = limits.indices.filter { limits[$0].slot == slot } }
    }
}
