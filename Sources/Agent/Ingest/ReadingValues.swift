internal import DeviceProfiles
internal import Telemetry

extension ReadingChecker {
    /// Takes the value at one place of a shape; one that need not be there may be missing.
    @inline(__always)
    func take(
        _ value: PayloadShape.Value, slot: Int, machine: Int, router: inout TopicRouter,
        into decoded: inout DecodedReadings
    ) throws(IngestRejection) {
        guard captures[value.capture].stamp == stamp else {
            if !value.isRequired { return }
            throw IngestRejection(
                .valueMissing, field: router.machines[machine].slots[slot].name.text, "the payload has no value for it")
        }
        let number = try number(captures[value.capture], slot: slot, machine: machine, router: router)
        var conversion = UnitConversion.identity
        if let constant = value.unitConstant {
            conversion = try self.conversion(slot: slot, machine: machine, router: router) { $0 == constant }
        } else if let unit = capture(value.unitCapture) {
            conversion = try self.conversion(unit, slot: slot, machine: machine, router: &router)
        }
        try add(number, conversion, slot: slot, machine: machine, router: router, into: &decoded)
    }

    /// Takes a key of a message of several metrics; only a key that stands twice rejects the whole message.
    func takeMetric(
        _ capture: Capture, machine: Int, router: inout TopicRouter, into decoded: inout DecodedReadings
    ) throws(IngestRejection) {
        let key = UnsafeRawBufferPointer(rebasing: payload[capture.keyStart..<capture.keyEnd])
        if capture.kind == .null { return }
        guard let slot = slot(key, capture, machine: machine, router: &router, into: &decoded) else { return }
        if decoded.readings.contains(where: { $0.slot == slot }) {
            throw IngestRejection(
                .keyDuplicate, field: router.machines[machine].slots[slot].name.text, "the metric stands twice")
        }
        do throws(IngestRejection) {
            let number = try number(capture, slot: slot, machine: machine, router: router)
            try add(number, .identity, slot: slot, machine: machine, router: router, into: &decoded)
        } catch {
            decoded.rejections.append(error)
        }
    }

    private func slot(
        _ key: UnsafeRawBufferPointer, _ capture: Capture, machine: Int, router: inout TopicRouter,
        into decoded: inout DecodedReadings
    ) -> Int? {
        let head = ByteKey.head(of: key)
        if let slot = router.machines[machine].slots.firstIndex(where: { $0.nameKey.matches(key, head: head) }) {
            return slot
        }
        guard router.machines[machine].profile.acceptsAnyMetric, capture.kind == .number,
            let name = MetricName(String(decoding: key, as: UTF8.self)), !name.isDerived
        else {
            decoded.ignoredKeys += 1
            return nil
        }
        switch router.slot(of: name, machine: machine) {
        case .success(let slot): return slot
        case .failure(let rejection):
            decoded.rejections.append(rejection)
            return nil
        }
    }

    @inline(__always)
    private func number(
        _ capture: Capture, slot: Int, machine: Int, router: TopicRouter
    ) throws(IngestRejection) -> Double {
        guard capture.kind == .number else {
            throw IngestRejection(
                .valueNotANumber, field: router.machines[machine].slots[slot].name.text, "the value is not a number")
        }
        return capture.number
    }

    @inline(__always)
    private func add(
        _ number: Double, _ conversion: UnitConversion, slot: Int, machine: Int, router: TopicRouter,
        into decoded: inout DecodedReadings
    ) throws(IngestRejection) {
        let value = conversion.apply(number)
        let low = router.machines[machine].slots[slot].low
        let high = router.machines[machine].slots[slot].high
        // Not a number fails both comparisons.
        guard value >= low, value <= high else {
            let metric = router.machines[machine].slots[slot]
            throw IngestRejection(
                .valueOutOfRange, field: metric.name.text, "\(value) \(metric.unit) is outside \(low) to \(high)")
        }
        decoded.readings.append(DecodedReadings.Reading(slot: slot, value: value, quality: quality))
    }

    @inline(__always)
    private func conversion(
        _ capture: Capture, slot: Int, machine: Int, router: inout TopicRouter
    ) throws(IngestRejection) -> UnitConversion {
        if capture.kind == .text, !router.machines[machine].slots[slot].learnsUnit {
            let unit = UnsafeRawBufferPointer(rebasing: payload[capture.start..<capture.end])
            let head = ByteKey.head(of: unit)
            return try conversion(slot: slot, machine: machine, router: router) { $0.matches(unit, head: head) }
        }
        guard let spelling = text(capture) else {
            throw IngestRejection(.unitMismatch, field: "unit", "the unit is not a text")
        }
        if router.machines[machine].slots[slot].learnsUnit {
            if router.learnUnit(spelling, slot: slot, machine: machine) { return .identity }
            throw IngestRejection(.unitMismatch, field: "unit", "the unit is not 1 to 32 printable bytes")
        }
        let key = ByteKey(String(decoding: spelling, as: UTF8.self))
        return try conversion(slot: slot, machine: machine, router: router) { $0 == key }
    }

    @inline(__always)
    private func conversion(
        slot: Int, machine: Int, router: TopicRouter, _ matches: (ByteKey) -> Bool
    ) throws(IngestRejection) -> UnitConversion {
        for spelling in router.machines[machine].slots[slot].spellings where matches(spelling.key) {
            return spelling.conversion
        }
        let metric = router.machines[machine].slots[slot]
        throw IngestRejection(
            .unitMismatch, field: metric.name.text,
            "the unit is not \(metric.unit), and the profile accepts no other of that spelling")
    }
}
