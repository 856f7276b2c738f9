internal import DeviceProfiles
internal import Telemetry

extension ReadingChecker {
    /// Takes the value at one place of the shape; one that need not be there may be missing.
    @inline(__always)
    func take(
        _ index: Int, slot: Int, machine: Int, router: inout TopicRouter, into decoded: inout DecodedReadings
    ) throws(IngestRejection) {
        let capture = shape.values[index].capture
        guard captures[capture].stamp == stamp else {
            if !shape.values[index].isRequired { return }
            throw IngestRejection(
                .valueMissing, field: router.machines[machine].slots[slot].name.text, "the payload has no value for it")
        }
        var conversion = -1
        if let constant = shape.values[index].unitConstant {
            conversion = try spelling(slot: slot, machine: machine, router: &router) { $0 == constant }
        } else if isThere(shape.values[index].unitCapture) {
            conversion = try spelling(shape.values[index].unitCapture, slot: slot, machine: machine, router: &router)
        }
        try add(capture, conversion: conversion, slot: slot, machine: machine, router: &router, into: &decoded)
    }

    /// Takes a key of a message of several metrics; only a key that stands twice rejects the whole message.
    func takeMetric(
        _ number: Int, machine: Int, router: inout TopicRouter, into decoded: inout DecodedReadings
    ) throws(IngestRejection) {
        guard let slot = slot(number, machine: machine, router: &router, into: &decoded) else { return }
        for reading in decoded.readings where reading.slot == slot {
            throw IngestRejection(
                .keyDuplicate, field: router.machines[machine].slots[slot].name.text, "the metric stands twice")
        }
        do throws(IngestRejection) {
            try add(number, conversion: -1, slot: slot, machine: machine, router: &router, into: &decoded)
        } catch {
            decoded.rejections.append(error)
        }
    }

    private func slot(
        _ number: Int, machine: Int, router: inout TopicRouter, into decoded: inout DecodedReadings
    ) -> Int? {
        let key = UnsafeRawBufferPointer(rebasing: payload[captures[number].keyStart..<captures[number].keyEnd])
        let head = ByteKey.head(of: key)
        for slot in router.machines[machine].slots.indices
        where router.machines[machine].slots[slot].nameKey.matches(key, head: head) {
            return slot
        }
        guard router.machines[machine].profile.acceptsAnyMetric, captures[number].kind == .number,
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

    /// Converts and checks a number; `conversion` is the place of the unit's spelling, or −1 for the metric's unit.
    @inline(__always)
    private func add(
        _ number: Int, conversion: Int, slot: Int, machine: Int, router: inout TopicRouter,
        into decoded: inout DecodedReadings
    ) throws(IngestRejection) {
        guard captures[number].kind == .number else {
            throw IngestRejection(
                .valueNotANumber, field: router.machines[machine].slots[slot].name.text, "the value is not a number")
        }
        var value = captures[number].number
        // The first spelling is the metric's own unit.
        if conversion > 0 {
            value = router.machines[machine].slots[slot].spellings[conversion].conversion.apply(value)
        }
        // Not a number fails both comparisons.
        guard value >= router.machines[machine].slots[slot].low, value <= router.machines[machine].slots[slot].high
        else {
            throw Self.outOfRange(value, router.machines[machine].slots[slot])
        }
        decoded.readings.append(DecodedReadings.Reading(slot: slot, value: value, quality: quality))
    }

    private static func outOfRange(_ value: Double, _ metric: MetricSlot) -> IngestRejection {
        IngestRejection(
            .valueOutOfRange, field: metric.name.text,
            "\(value) \(metric.unit) is outside \(metric.low) to \(metric.high)")
    }

    @inline(__always)
    private func spelling(
        _ number: Int, slot: Int, machine: Int, router: inout TopicRouter
    ) throws(IngestRejection) -> Int {
        if captures[number].kind == .text, !router.machines[machine].slots[slot].learnsUnit {
            let unit = bytes(number)
            let head = ByteKey.head(of: unit)
            return try spelling(slot: slot, machine: machine, router: &router) { $0.matches(unit, head: head) }
        }
        let text: [UInt8]
        switch captures[number].kind {
        case .text: text = Array(bytes(number))
        case .escapedText: text = EscapedText.plain(bytes(number))
        default: throw IngestRejection(.unitMismatch, field: "unit", "the unit is not a text")
        }
        if router.machines[machine].slots[slot].learnsUnit {
            if router.learnUnit(text, slot: slot, machine: machine) { return 0 }
            throw IngestRejection(.unitMismatch, field: "unit", "the unit is not 1 to 32 printable bytes")
        }
        let key = text.withUnsafeBytes { ByteKey($0) }
        return try spelling(slot: slot, machine: machine, router: &router) { $0 == key }
    }

    @inline(__always)
    private func spelling(
        slot: Int, machine: Int, router: inout TopicRouter, _ matches: (ByteKey) -> Bool
    ) throws(IngestRejection) -> Int {
        for place in router.machines[machine].slots[slot].spellings.indices
        where matches(router.machines[machine].slots[slot].spellings[place].key) {
            return place
        }
        let metric = router.machines[machine].slots[slot]
        throw IngestRejection(
            .unitMismatch, field: metric.name.text,
            "the unit is not \(metric.unit), and the profile accepts no other of that spelling")
    }
}
