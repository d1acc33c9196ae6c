"""The catalogues, one folder for each language, and the tool that keeps them.

`python -m portal.locale collect`            collect all words, compile (`make words`)
`python -m portal.locale missing en`         what still needs a translation, as JSON
`python -m portal.locale fill en said.json`  take over {domain: {Chinese: translation}}

Two domains: `portal`, the interface, and `rules`, the shipped rule files. Traditional
Chinese is drafted by OpenCC each time; what OpenCC gets wrong is put right in
`zh_Hant/terms.yaml`, never in the .po file. The portal itself only reads .mo files.
"""
