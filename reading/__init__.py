"""Reads what a coding agent's request asks for. It needs Python alone, so a gateway can use it.

request: reads a whole request, for all three APIs
turns: cuts a body into turns: human, agent, tool result, instructions
rules: what each agent's program puts around a human's words, as data with sources
cut: cuts a long text to its head and tail
strip: takes that off one text
vocabulary: the words of go-aheads, rejections and thanks, by language
words: tells a go-ahead, a rejection and thanks from an order
weigh: counts tokens of text, pictures, files and opaque blobs
portable: finds state in a history that only its own vendor can read
sides: recognises an agent's side requests, its name and its mode
"""
