extension ProtoClockState {
    init(_ state: ClockState) {
        self.init()
        switch state {
        case .hub: kind = .hub
        case .measured(let offset, let error):
            (kind, self.offset, self.error) = (.measured, offset, UInt64(max(0, error)))
        case .refused(let offset): (kind, self.offset) = (.refused, offset)
        case .unmeasured: kind = .unmeasured
        }
    }
}

extension ClockState {
    /// Nothing of a kind that a later version added: it is not known.
    init?(_ message: ProtoClockState) {
        switch message.kind {
        case .hub: self = .hub
        case .measured: self = .measured(offset: message.offset, error: Int64(clamping: message.error))
        case .refused: self = .refused(offset: message.offset)
        case .unmeasured: self = .unmeasured
        case .unspecified, .UNRECOGNIZED: return nil
        }
    }
}
