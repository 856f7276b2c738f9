internal import AgentAutonomy
internal import AgentIngest
internal import AgentStore
internal import DeviceProfiles
internal import Logging
public import MQTT
internal import Observability
internal import SyncCore
internal import Telemetry

/// What becomes of one message; called by the broker's client from inside `readAvailable`.
extension PlantLoop: MQTTHandler {
    /// Routes, decodes and takes one message; whatever it is, its acknowledgement waits for the commit.
    ///
    /// Those behind one that was not taken are not looked at: they come again after it, in their order.
    public func mqttMessage(
        topic: UnsafeBufferPointer<UInt8>, payload: UnsafeBufferPointer<UInt8>, qos: MQTTQoS, retain: Bool
    ) {
        guard untaken == nil else { return }
        counts.messages &+= 1
        take(UnsafeRawBufferPointer(topic), UnsafeRawBufferPointer(payload), arrival: now, isRetained: retain)
    }

    /// Takes a message that came at a time, or came again out of the quarantine.
    func take(
        _ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer, arrival: Timestamp, isRetained: Bool
    ) {
        do {
            switch router.route(topic) {
            case .readings(let binding):
                try decoder.decode(
                    payload, binding: binding, router: &router, arrival: arrival, isRetained: isRetained,
                    into: &decoded)
                try takeReadings(topic, payload)
            case .state(let machine):
                takeState(try StateMessage.decode(payload, limits: settings.ingest), of: machine)
            case .acknowledgement(let machine):
                takeAnswer(try AcknowledgementMessage.decode(payload, limits: settings.ingest), of: machine)
            case .command: counts.commandsSeen &+= 1
            case .rejected(let rejection): throw rejection
            }
        } catch let rejection as IngestRejection {
            quarantine(rejection.code, rejection.message, topic, payload)
        } catch {
            // The store could not look a late reading up, and nobody knows whether it is a repetition; or it is full.
            noteUntaken(error)
        }
    }

    /// Takes what the decoder made of a message: each reading once.
    ///
    /// What the guard makes of a reading is recorded also when a later one of the message cannot be taken: the reading
    /// is stored, and its effects are not the next machine's.
    private func takeReadings(_ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer) throws {
        // Also with spare places: a peer decides how much libmosquitto reads at once.
        guard store.window.room >= decoded.readings.count else { throw PipelineError.windowFull }
        let watch = watch(decoded.machine)
        let time = decoded.time
        let revision = watch.guardian.alarmRevision
        defer {
            if !effects.isEmpty { record(effects, of: watch) }
            if watch.guardian.alarmRevision != revision { noteChange(of: watch) }
        }
        for reading in decoded.readings {
            guard let series = watch.series(reading.slot) ?? addSeries(reading.slot, of: watch) else {
                quarantine("SERIES_LIMIT_REACHED", "no more series are taken", topic, payload)
                continue
            }
            switch try store.admit(
                series: series, time: time.microseconds, value: reading.value, isOfArrival: !decoded.hasDeviceTime)
            {
            case .new:
                store.append(
                    series: series, time: time.microseconds, value: reading.value, quality: reading.quality.rawValue)
                counts.readings &+= 1
                watch.take(reading, at: time, context: &context, effects: &effects)
            case .duplicate: counts.duplicates &+= 1
            case .conflicting:
                quarantine("DUPLICATE_TIME", "another value is stored at \(time)", topic, payload)
            case .tooLate:
                quarantine("TOO_LATE", "\(time) is before what is still kept", topic, payload)
            }
        }
        watch.lastSeen = now
        for rejection in decoded.rejections { quarantine(rejection.code, rejection.message, topic, payload) }
    }

    /// A device says whether it is connected, and what it is.
    private func takeState(_ state: StateMessage, of machine: Int) {
        let isAssigned = machine < watches.count && watches[machine].assignedProfile != nil
        if !isAssigned, let profile = state.profile, router.assign(profile: profile, to: machine) == .profileUnknown {
            logger.warning(
                "a device asks for a profile that is not there",
                metadata: ["machine": "\(router.machines[machine].key)", "profile": "\(profile)"])
        }
        let watch = watch(machine)
        watch.lastSeen = now
        guard watch.isConnected != state.isOnline || !watch.isReported else { return }
        watch.isConnected = state.isOnline
        watch.isReported = false
        noteChange(of: watch)
    }

    /// A device answers a command.
    private func takeAnswer(_ answer: AcknowledgementMessage, of machine: Int) {
        let watch = watch(machine)
        watch.lastSeen = now
        guard let word = CommandAnswer(rawValue: answer.status.rawValue) else { return }
        let changes = commands.acknowledge(
            answer.command, from: watch.key, word, reason: answer.reason, now: now)
        record(changes, of: nil)
    }

    /// Keeps a message that was not taken, with why.
    func quarantine(
        _ code: String, _ detail: String, _ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer
    ) {
        if replay != nil {
            replay?.reject(code, detail)
            return
        }
        counts.rejected &+= 1
        board.rejected[[code]].increment()
        guard batch.quarantined.count < Self.quarantinedMax, store.mode != .eventsOnly else {
            return counts.quarantineDropped &+= 1
        }
        batch.quarantined.append(
            QuarantinedMessage(time: now, reason: code, detail: detail, topic: topic, payload: payload))
    }

    /// Messages that one transaction puts into the quarantine; of a flood of bad ones the rest is only counted.
    private static let quarantinedMax = 256

    private func addSeries(_ slot: Int, of watch: MachineWatch) -> SeriesIndex? {
        let metric = router.machines[watch.index].slots[slot]
        return watch.addSeries(slot, name: metric.name, unit: metric.unit, store: store)
    }

    /// The watch over a machine, made anew when the machine is new or has another profile.
    @inline(__always)
    func watch(_ machine: Int) -> MachineWatch {
        if machine < watches.count, watches[machine].revision == router.machines[machine].revision {
            return watches[machine]
        }
        return renewWatch(machine)
    }
}
